import type { Webhook } from '@app/domain';
import { Box, Card, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { count, counted } from '../../parts/count';
import { duration } from '../../parts/duration';
import { RelativeTime } from '../../parts/RelativeTime';
import { successShare } from '../successShare';

const ms = (n: number | null) => (n === null ? '–' : `${count(n)} ms`);

/** How it went, in four numbers. */
export function KeyFigures({ webhook }: { webhook: Webhook }) {
  const { last24Hours: day, behind, lastAttemptAt, lastStatus, lastMs } = webhook;
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(4, minmax(0, 1fr))' },
        '& .MuiCard-root': { display: 'flex', flexDirection: 'column' },
      }}
    >
      <Figure name="Requests taken, last 24 hours" value={successShare(day) ?? '–'}>
        {day.attempts
          ? `${count(day.succeeded)} of ${counted(day.attempts, 'request')}; of events that it refuses each is looked for with several`
          : 'none sent'}
      </Figure>
      <Figure name="Time to answer" value={ms(day.p50Ms)}>
        {day.p95Ms === null ? 'half of them within' : `half of them within; 95 % within ${ms(day.p95Ms)}`}
      </Figure>
      <Figure name="Waiting" value={behind.events === 0 ? 'Nothing' : counted(behind.events, 'event')}>
        {behind.events === 0 ? 'it has got everything so far' : `the oldest for ${duration(behind.seconds)}`}
      </Figure>
      <Figure name="Last answer" value={lastAttemptAt ? String(lastStatus ?? 'None') : '–'}>
        {lastAttemptAt ? (
          <>
            {lastMs !== null && `after ${ms(lastMs)}, `}
            <RelativeTime at={lastAttemptAt} />
          </>
        ) : (
          'nothing sent yet'
        )}
      </Figure>
    </Box>
  );
}

const Figure = ({ name, value, children }: { name: string; value: string; children: ReactNode }) => (
  <Card sx={{ p: 2 }}>
    <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
      {name}
    </Typography>
    <Box component="dd" sx={{ m: 0 }}>
      <Typography component="div" sx={{ fontSize: { xs: '1.25rem', sm: '1.5rem' }, fontWeight: 600, lineHeight: 1.3 }}>
        {value}
      </Typography>
      <Typography component="div" variant="body2" sx={{ color: 'text.secondary' }}>
        {children}
      </Typography>
    </Box>
  </Card>
);
