import { Box, useTheme } from '@mui/material';
import { SparkLineChart } from '@mui/x-charts/SparkLineChart';

/** `height`: how tall its bar is; `isBad`: something went wrong then. */
export type SparkPoint = { label: string; height: number; isBad: boolean };

/** A row of bars as small as a word. Its sentence says what they say. */
export function Sparkline({ points, sentence, width = 120 }: { points: SparkPoint[]; sentence: string; width?: number }) {
  const { palette } = useTheme();
  const labels = points.map(({ label }) => label);
  return (
    <Box
      role="img"
      aria-label={sentence}
      title={sentence}
      sx={{ width, borderBottom: 1, borderColor: 'divider', '& svg': { display: 'block' } }}
    >
      <SparkLineChart
        plotType="bar"
        data={points.map(({ height }) => height)}
        xAxis={{
          data: labels,
          scaleType: 'band',
          categoryGapRatio: 0.2,
          colorMap: {
            type: 'ordinal',
            values: labels,
            colors: points.map(({ isBad }) => palette.outcome[isBad ? 'rejected' : 'updated']),
          },
        }}
        width={width}
        height={28}
        margin={0}
        skipAnimation
        disableKeyboardNavigation
      />
    </Box>
  );
}
