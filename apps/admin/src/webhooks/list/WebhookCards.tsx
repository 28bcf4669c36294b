import type { Webhook } from '@app/domain';
import { Box, Card, Link, Typography } from '@mui/material';
import { useListContext } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { NothingMatches } from '../../parts/NothingMatches';
import { EnabledSwitch } from '../EnabledSwitch';
import { EventChips } from '../EventChips';
import { useMayChange } from '../useWebhooks';
import { WebhookStateLabel } from '../WebhookStateLabel';
import { DaySparkline } from './DaySparkline';
import { LastAnswer } from './LastAnswer';
import { Waiting } from './Waiting';
import { WebhookMenu } from './WebhookMenu';

/** The list on narrow screens. */
export function WebhookCards() {
  const { data = [] } = useListContext<Webhook>();
  if (!data.length) return <NothingMatches what="webhooks" />;
  return (
    <Box component="ul" aria-label="Webhooks" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}>
      {data.map((webhook) => (
        <li key={webhook.id}>
          <WebhookCard webhook={webhook} />
        </li>
      ))}
    </Box>
  );
}

function WebhookCard({ webhook }: { webhook: Webhook }) {
  const mayChange = useMayChange();
  const { id, url, description, eventTypes, last24Hours, behind } = webhook;
  return (
    <Card sx={{ p: 2 }}>
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1, mb: 1 }}>
        <Box sx={{ flexGrow: 1, minWidth: 0 }}>
          <Link component={RouterLink} to={`/webhooks/${id}`} sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
            {url}
          </Link>
          {description && (
            <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
              {description}
            </Typography>
          )}
        </Box>
        {mayChange && (
          <Box sx={{ display: 'flex', alignItems: 'center', mr: -1, mt: -0.5 }}>
            <EnabledSwitch webhook={webhook} />
            <WebhookMenu webhook={webhook} />
          </Box>
        )}
      </Box>
      <Box sx={{ display: 'grid', gap: 1 }}>
        <div>
          <WebhookStateLabel webhook={webhook} />
          <Waiting behind={behind} />
        </div>
        <EventChips patterns={eventTypes} />
        <Box sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', alignItems: 'center', columnGap: 2, rowGap: 1 }}>
          <LastAnswer webhook={webhook} />
          <DaySparkline day={last24Hours} />
        </Box>
      </Box>
    </Card>
  );
}
