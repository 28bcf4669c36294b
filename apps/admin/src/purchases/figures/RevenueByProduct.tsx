import type { PurchaseFigures } from '@app/domain';
import { useTheme } from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import { ChartCard } from '../../parts/ChartCard';
import { count, counted } from '../../parts/count';
import { dollars, shortDollars } from '../../parts/dollars';

const longest = 22;
const short = (name: string) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name);

/** The products that live purchases brought the most for. */
export function RevenueByProduct({ figures }: { figures: PurchaseFigures }) {
  const { palette } = useTheme();
  const products = figures.products.filter(({ revenue }) => Number(revenue) > 0);
  const nameOf = new Map(products.map(({ sku, name }) => [sku, name]));
  return (
    <ChartCard
      title="Revenue by product"
      sentence={
        products.length
          ? `The ${products.length === 1 ? 'one' : counted(products.length, 'product')} with the most, live purchases only`
          : 'No live purchases'
      }
      heads={['Product', 'Purchases', 'Revenue']}
      rows={products.map(({ name, sku, purchases, revenue }) => [`${name} (${sku})`, count(purchases), dollars(revenue)])}
    >
      <BarChart
        height={240}
        layout="horizontal"
        skipAnimation
        disableKeyboardNavigation
        hideLegend
        yAxis={[
          {
            data: products.map(({ sku }) => sku),
            scaleType: 'band',
            valueFormatter: (sku: string, { location }) =>
              location === 'tick' ? short(nameOf.get(sku) ?? sku) : `${nameOf.get(sku)} (${sku})`,
            width: 150,
            disableTicks: true,
          },
        ]}
        xAxis={[{ valueFormatter: shortDollars, height: 28, tickNumber: 4 }]}
        series={[
          {
            data: products.map(({ revenue }) => Number(revenue)),
            color: palette.outcome.created,
            valueFormatter: (_, { dataIndex }) => dollars(products[dataIndex]!.revenue),
          },
        ]}
        grid={{ vertical: true }}
        margin={{ left: 0, right: 32, top: 8, bottom: 0 }}
      />
    </ChartCard>
  );
}
