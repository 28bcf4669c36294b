import type { Webhook } from '@app/domain';
import { Box, Typography, useTheme } from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import { VisuallyHidden } from '../../parts/VisuallyHidden';
import { clock } from '../../parts/clock';
import { count } from '../../parts/count';

type Hours = Webhook['last24Hours']['hours'];

/** Attempts of each hour, stacked by result; the numbers as a table for those who do not see it. */
export function AttemptsByHour({ hours }: { hours: Hours }) {
  const { palette } = useTheme();
  if (!hours.some(({ attempts }) => attempts)) return <Typography sx={{ color: 'text.secondary' }}>No attempts in this time.</Typography>;
  return (
    <Box>
      <Box aria-hidden>
        <BarChart
          height={220}
          margin={{ left: 0, right: 8, top: 8, bottom: 0 }}
          xAxis={[{ data: hours.map(({ at }) => clock(at)), scaleType: 'band', categoryGapRatio: 0.3 }]}
          yAxis={[{ width: 44, tickMinStep: 1, valueFormatter: (n: number) => count(n) }]}
          series={[
            { data: hours.map(({ succeeded }) => succeeded), label: 'Succeeded', stack: 'attempts', color: palette.outcome.created },
            {
              data: hours.map(({ attempts, succeeded }) => attempts - succeeded),
              label: 'Failed',
              stack: 'attempts',
              color: palette.outcome.rejected,
            },
          ]}
          grid={{ horizontal: true }}
          skipAnimation
          disableKeyboardNavigation
        />
      </Box>
      <VisuallyHidden>
        <HoursTable hours={hours} />
      </VisuallyHidden>
    </Box>
  );
}

const HoursTable = ({ hours }: { hours: Hours }) => (
  <table>
    <caption>Attempts by hour</caption>
    <thead>
      <tr>
        <th scope="col">Hour</th>
        <th scope="col">Succeeded</th>
        <th scope="col">Failed</th>
        <th scope="col">Half answered within, ms</th>
      </tr>
    </thead>
    <tbody>
      {hours.map(({ at, attempts, succeeded, p50Ms }) => (
        <tr key={at}>
          <th scope="row">{clock(at)}</th>
          <td>{count(succeeded)}</td>
          <td>{count(attempts - succeeded)}</td>
          <td>{p50Ms === null ? '–' : count(p50Ms)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
