import type { PurchaseFigures } from '@app/domain';
import { useTheme } from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import { ChartCard } from '../../parts/ChartCard';
import { count, counted } from '../../parts/count';
import { dollars } from '../../parts/dollars';
import { utcDay } from '../../parts/UtcTime';

const month = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });

const size = (n: number | null) => (n === null ? '' : count(Math.abs(n)));

/** Purchases upwards, cancellations downwards, so that they differ by more than their colour. */
export function PurchasesOverTime({ figures }: { figures: PurchaseFigures }) {
  const { palette } = useTheme();
  const { unit, purchases, canceled, steps } = figures;
  const name = (at: string) => (unit === 'month' ? month.format(new Date(at)) : unit === 'week' ? `Week of ${utcDay(at)}` : utcDay(at));
  const tick = (at: string) => (unit === 'month' ? month : shortDay).format(new Date(at));
  return (
    <ChartCard
      title="Purchases over time"
      sentence={`${counted(purchases, 'purchase')} and ${counted(canceled, 'cancellation')}, by ${unit}`}
      heads={[unit.charAt(0).toUpperCase() + unit.slice(1), 'Purchases', 'Cancellations', 'Revenue']}
      rows={steps.map((step) => [name(step.at), count(step.purchases), count(step.canceled), dollars(step.revenue)])}
    >
      <BarChart
        height={240}
        skipAnimation
        disableKeyboardNavigation
        xAxis={[
          {
            data: steps.map(({ at }) => at),
            scaleType: 'band',
            valueFormatter: (at: string, { location }) => (location === 'tick' ? tick(at) : name(at)),
            height: 28,
            disableTicks: true,
          },
        ]}
        yAxis={[{ valueFormatter: size, width: 'auto', tickMinStep: 1, domainLimit: 'strict' }]}
        series={[
          {
            data: steps.map((step) => step.purchases),
            label: 'Purchases',
            stack: 'events',
            stackOffset: 'diverging',
            color: palette.outcome.updated,
            valueFormatter: size,
          },
          {
            data: steps.map((step) => -step.canceled),
            label: 'Cancellations',
            stack: 'events',
            color: palette.outcome.rejected,
            valueFormatter: size,
          },
        ]}
        grid={{ horizontal: true }}
        margin={{ left: 0, right: 8, top: 8, bottom: 0 }}
      />
    </ChartCard>
  );
}
