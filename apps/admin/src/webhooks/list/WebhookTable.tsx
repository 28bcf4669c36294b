import type { Webhook } from '@app/domain';
import { Box, Link, Typography } from '@mui/material';
import { DataTable } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { NothingMatches } from '../../parts/NothingMatches';
import { VisuallyHidden } from '../../parts/VisuallyHidden';
import { EnabledSwitch } from '../EnabledSwitch';
import { EventChips } from '../EventChips';
import { useMayChange } from '../useWebhooks';
import { WebhookStateLabel } from '../WebhookStateLabel';
import { DaySparkline } from './DaySparkline';
import { LastAnswer } from './LastAnswer';
import { Waiting } from './Waiting';
import { WebhookMenu } from './WebhookMenu';

const Column = DataTable.Col<Webhook>;

export function WebhookTable() {
  const mayChange = useMayChange();
  return (
    <DataTable<Webhook>
      bulkActionButtons={false}
      rowClick={(id) => `/webhooks/${id}`}
      empty={<NothingMatches what="webhooks" />}
      sx={{
        '& .RaDataTable-tableWrapper': { overflowX: 'auto' },
        '& .RaDataTable-row': { cursor: 'pointer' },
        '& td, & th': { px: 1.5 },
        '& td': { py: 1.25 },
        '& .column-url': { minWidth: 220, maxWidth: { md: 280, lg: 360, xl: 640 } },
        '& .column-state': { minWidth: 170 },
        '& .column-day': { display: { xs: 'none', lg: 'table-cell' } },
        '& .column-last': { whiteSpace: 'nowrap' },
        '& .column-actions': { width: 56 },
      }}
    >
      <Column
        source="url"
        label="Address"
        disableSort
        render={({ id, url, description, eventTypes }) => (
          <>
            <Link
              component={RouterLink}
              to={`/webhooks/${id}`}
              onClick={(event) => event.stopPropagation()}
              title={url}
              noWrap
              sx={{ display: 'block', lineHeight: '24px' }}
            >
              {url}
            </Link>
            {description && (
              <Typography variant="body2" component="span" noWrap sx={{ display: 'block', color: 'text.secondary' }}>
                {description}
              </Typography>
            )}
            <Box sx={{ mt: 0.5 }}>
              <EventChips patterns={eventTypes} />
            </Box>
          </>
        )}
      />
      {mayChange && <Column source="enabled" label="On" disableSort render={(webhook) => <EnabledSwitch webhook={webhook} />} />}
      <Column
        source="state"
        label="State"
        disableSort
        render={(webhook) => (
          <>
            <WebhookStateLabel webhook={webhook} />
            <Waiting behind={webhook.behind} />
          </>
        )}
      />
      <Column source="day" label="Last 24 hours" disableSort render={({ last24Hours }) => <DaySparkline day={last24Hours} />} />
      <Column source="last" label="Last answer" disableSort render={(webhook) => <LastAnswer webhook={webhook} />} />
      {mayChange && (
        <Column
          source="actions"
          label={<VisuallyHidden>Actions</VisuallyHidden>}
          disableSort
          render={(webhook) => <WebhookMenu webhook={webhook} />}
        />
      )}
    </DataTable>
  );
}
