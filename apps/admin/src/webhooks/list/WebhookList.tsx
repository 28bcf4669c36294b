import type { AddedWebhook, Webhook } from '@app/domain';
import { useMediaQuery, type Theme } from '@mui/material';
import { useState } from 'react';
import { ListBase, ListView } from 'react-admin';
import { useMatch, useNavigate } from 'react-router-dom';
import { ListError } from '../../parts/ListError';
import { ListPages } from '../../parts/ListPages';
import { listSx } from '../../parts/listSx';
import { Page } from '../../parts/Page';
import { useIsEmpty } from '../../parts/useIsEmpty';
import { WebhookAdded } from '../form/WebhookAdded';
import { WebhookCreate } from '../form/WebhookCreate';
import { WebhookDrawer } from '../form/WebhookDrawer';
import { PrivateRangesWarning } from '../PrivateRangesWarning';
import { refreshEvery } from '../useWebhooks';
import { AddWebhookButton } from './AddWebhookButton';
import { WebhookCards } from './WebhookCards';
import { WebhookFilters } from './WebhookFilters';
import { WebhooksEmpty } from './WebhooksEmpty';
import { WebhookTable } from './WebhookTable';

/** Who listens, and are they well. */
export const WebhookList = () => (
  <ListBase<Webhook> resource="webhooks" perPage={25} sort={{ field: 'id', order: 'ASC' }} queryOptions={{ refetchInterval: refreshEvery }}>
    <Webhooks />
  </ListBase>
);

function Webhooks() {
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'));
  const isEmpty = useIsEmpty();
  const navigate = useNavigate();
  const adding = useMatch('/webhooks/create') !== null;
  const [added, setAdded] = useState<AddedWebhook>();
  const close = () => navigate('/webhooks');
  return (
    <Page title="Webhooks" actions={!isEmpty && <AddWebhookButton />}>
      <PrivateRangesWarning />
      <ListView
        title={false}
        actions={<WebhookFilters />}
        pagination={<ListPages />}
        empty={<WebhooksEmpty />}
        error={<ListError what="Webhooks" />}
        component={isNarrow ? 'div' : undefined}
        sx={listSx}
      >
        {isNarrow ? <WebhookCards /> : <WebhookTable />}
      </ListView>
      <WebhookDrawer open={adding} label="Add a webhook" onClose={added ? undefined : close}>
        {added ? <WebhookAdded webhook={added} onClose={close} /> : <WebhookCreate onAdded={setAdded} onClose={close} />}
      </WebhookDrawer>
    </Page>
  );
}
