import type { Attempt } from '@app/domain';
import { Box, Typography } from '@mui/material';
import { count } from '../../parts/count';
import { outcomeFill } from '../../parts/outcomeFill';
import type { Outcome } from '../../parts/outcomes';
import { monospace } from '../../theme';

type Timings = Attempt['timings'];

/** Where the time of a request went, one part after the other; patterns beside colours, as the outcomes of rows have them. */
const phases: { name: string; of: (timings: Timings) => number | null; fill: Outcome }[] = [
  { name: 'Name look-up', of: ({ dns }) => dns, fill: 'superseded' },
  { name: 'Connecting', of: ({ connect }) => connect, fill: 'notProcessed' },
  { name: 'TLS', of: ({ tls }) => tls, fill: 'unchanged' },
  { name: 'Waiting for the answer', of: (timings) => waitedFor(timings), fill: 'updated' },
  { name: 'Reading it', of: ({ firstByte, total }) => (firstByte === null || total === null ? null : total - firstByte), fill: 'created' },
];

/** From the open connection to the first byte, or, if none came, to the end. */
function waitedFor({ dns, connect, tls, firstByte, total }: Timings): number | null {
  const end = firstByte ?? total;
  return end === null ? null : Math.max(0, end - (dns ?? 0) - (connect ?? 0) - (tls ?? 0));
}

/** The parts of a request as one bar, with its numbers, and to where it went. */
export function PhaseBar({ timings, remoteAddress }: { timings: Timings; remoteAddress: string | null }) {
  const parts = phases.flatMap((phase) => {
    const ms = phase.of(timings);
    return ms === null ? [] : [{ ...phase, ms }];
  });
  const total = timings.total ?? 0;
  return (
    <Box>
      <Box aria-hidden sx={{ display: 'flex', gap: '2px', height: 10, borderRadius: 1, overflow: 'hidden', bgcolor: 'action.hover' }}>
        {parts.map(({ name, ms, fill }) => ms > 0 && <Box key={name} sx={{ flex: `${ms} 0 4px`, ...outcomeFill(fill) }} />)}
      </Box>
      <Box component="dl" sx={{ m: 0, mt: 0.75, display: 'flex', flexWrap: 'wrap', columnGap: 2, typography: 'body2' }}>
        {parts.map(({ name, ms, fill }) => (
          <Box key={name} sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}>
            <Box
              aria-hidden
              component="span"
              sx={{ width: 10, height: 10, borderRadius: '2px', overflow: 'hidden', ...outcomeFill(fill) }}
            />
            <Box component="dt" sx={{ color: 'text.secondary' }}>
              {name}
            </Box>
            <Box component="dd" sx={{ m: 0 }}>
              {count(ms)} ms
            </Box>
          </Box>
        ))}
        <Box sx={{ display: 'flex', gap: 0.75 }}>
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            In all
          </Box>
          <Box component="dd" sx={{ m: 0, fontWeight: 600 }}>
            {count(total)} ms
          </Box>
        </Box>
      </Box>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {remoteAddress ? (
          <>
            to{' '}
            <Box component="span" sx={{ fontFamily: monospace }}>
              {remoteAddress}
            </Box>
            {timings.connect === null && ', over a connection that was open already'}
          </>
        ) : (
          'It came to no connection.'
        )}
      </Typography>
    </Box>
  );
}
