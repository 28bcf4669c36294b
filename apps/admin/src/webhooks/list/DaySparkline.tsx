import type { Webhook } from '@app/domain';
import { Box } from '@mui/material';
import { clock } from '../../parts/clock';
import { count, counted } from '../../parts/count';
import { Sparkline } from '../../parts/Sparkline';
import { successShare } from '../successShare';

/** The last 24 hours at a glance: how long answers took by hour, red where attempts failed, and the share that succeeded. */
export function DaySparkline({ day }: { day: Webhook['last24Hours'] }) {
  const share = successShare(day);
  if (!share)
    return (
      <Box component="span" sx={{ color: 'text.secondary' }}>
        –
      </Box>
    );
  const failed = day.attempts - day.succeeded;
  const sentence = [
    `Last 24 hours: ${counted(day.attempts, 'attempt')}, ${failed === 0 ? 'all succeeded' : `${count(failed)} failed`}`,
    day.p50Ms !== null && `half of them within ${count(day.p50Ms)} ms`,
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1, whiteSpace: 'nowrap' }}>
      <Sparkline
        sentence={sentence}
        points={day.hours.map((hour) => ({
          label: clock(hour.at),
          height: hour.attempts ? Math.sqrt(Math.max(hour.p50Ms ?? 0, 1)) : 0, // the root, or one slow hour would flatten all others
          isBad: hour.succeeded < hour.attempts,
        }))}
      />
      <Box component="span" sx={{ minWidth: 44, textAlign: 'right' }}>
        {share}
      </Box>
    </Box>
  );
}
