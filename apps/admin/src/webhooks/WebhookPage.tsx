import type { Webhook } from '@app/domain';
import { Box, Link, Skeleton, Tab, Tabs } from '@mui/material';
import type { ComponentType } from 'react';
import { HttpError, useRequireAccess } from 'react-admin';
import { Link as RouterLink, useLocation, useNavigate, useParams } from 'react-router-dom';
import { Page } from '../parts/Page';
import { ProblemAlert } from '../parts/ProblemAlert';
import { DeliveriesTab } from './deliveries/DeliveriesTab';
import { EnabledSwitch } from './EnabledSwitch';
import { WebhookDrawer } from './form/WebhookDrawer';
import { WebhookEdit } from './form/WebhookEdit';
import { WebhookMenu } from './list/WebhookMenu';
import { OverviewTab } from './overview/OverviewTab';
import { PrivateRangesWarning } from './PrivateRangesWarning';
import { ReplayTab } from './replay/ReplayTab';
import { SecretTab } from './secret/SecretTab';
import { SettingsTab } from './settings/SettingsTab';
import { TestTab } from './test/TestTab';
import { useMayChange, useWebhook } from './useWebhooks';
import { WebhookStateLabel } from './WebhookStateLabel';

type TabOf = { path: string; label: string; Content: ComponentType<{ webhook: Webhook }>; forChangers?: true };

/** `forChangers`: what only they see who may change webhooks. */
const tabs: TabOf[] = [
  { path: '', label: 'Overview', Content: OverviewTab },
  { path: 'deliveries', label: 'Deliveries', Content: DeliveriesTab },
  { path: 'test', label: 'Test', Content: TestTab, forChangers: true },
  { path: 'replay', label: 'Replay', Content: ReplayTab, forChangers: true },
  { path: 'secret', label: 'Secret', Content: SecretTab, forChangers: true },
  { path: 'settings', label: 'Settings', Content: SettingsTab },
];

/** One webhook at its address. */
export function WebhookPage() {
  const id = Number(useParams().id);
  const { isPending: isPendingAccess } = useRequireAccess({ resource: 'webhooks', action: 'show' });
  const { data, error, isPending, refetch } = useWebhook(id, !isPendingAccess);
  const missing = error instanceof HttpError && error.status === 404;
  if (data && !missing) return <Shown webhook={data} />;
  return (
    <Page title={`Webhook ${id}`} width={1400}>
      {isPending && <Skeleton variant="rectangular" height={320} role="progressbar" aria-label="Loading the webhook" />}
      {error && (
        <ProblemAlert
          title={missing ? 'There is no such webhook' : 'The webhook could not be loaded'}
          error={error}
          onRetry={missing ? undefined : () => refetch()}
        />
      )}
    </Page>
  );
}

function Shown({ webhook }: { webhook: Webhook }) {
  const { id, url, description } = webhook;
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const mayChange = useMayChange();
  const [, , , path = '', below] = pathname.split('/');
  const seen = tabs.filter(({ forChangers }) => mayChange || !forChangers);
  const { Content, ...shown } = seen.find((tab) => tab.path === path) ?? seen[0]!;
  const editing = mayChange && path === 'settings' && below === 'edit';
  return (
    <Page
      title={description || url}
      lead={
        <>
          {description && <Box sx={{ color: 'text.primary' }}>{url}</Box>}
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2, rowGap: 0.5, mt: 0.5 }}>
            <WebhookStateLabel webhook={webhook} />
            <Link component={RouterLink} to="/webhooks" underline="always">
              all webhooks
            </Link>
          </Box>
        </>
      }
      actions={
        mayChange && (
          <>
            <Box component="span" aria-hidden sx={{ color: 'text.secondary' }}>
              {webhook.enabled ? 'On' : 'Off'}
            </Box>
            <EnabledSwitch webhook={webhook} />
            <WebhookMenu webhook={webhook} onDeleted={() => navigate('/webhooks')} />
          </>
        )
      }
      width={1400}
    >
      <PrivateRangesWarning />
      <Tabs value={shown.path} aria-label="Webhook" variant="scrollable" sx={{ borderBottom: 1, borderColor: 'divider', mb: 3 }}>
        {seen.map((tab) => (
          <Tab
            key={tab.path}
            value={tab.path}
            label={tab.label}
            id={`tab-${tab.path || 'overview'}`}
            aria-controls="webhook-panel"
            component={RouterLink}
            to={`/webhooks/${id}${tab.path && `/${tab.path}`}`}
          />
        ))}
      </Tabs>
      <Box role="tabpanel" id="webhook-panel" aria-labelledby={`tab-${shown.path || 'overview'}`} sx={{ minWidth: 0 }}>
        <Content webhook={webhook} />
      </Box>
      <WebhookDrawer open={editing} label="Edit webhook" onClose={() => navigate(`/webhooks/${id}/settings`)}>
        <WebhookEdit webhook={webhook} onClose={() => navigate(`/webhooks/${id}/settings`)} />
      </WebhookDrawer>
    </Page>
  );
}
