import type { ImportJob } from '@app/domain';
import { Card, CardContent, LinearProgress, Typography } from '@mui/material';
import { count, counted } from '../../parts/count';
import { Liveness } from '../run/Liveness';
import { WaitsFor } from '../run/WaitsFor';

/** An import that is being taken back. */
export function RevertProgress({ importJob, connected }: { importJob: ImportJob; connected: boolean }) {
  const { revert, message } = importJob;
  const done = revert ? revert.removed + revert.restored + revert.kept : 0;
  const percent = revert?.total ? Math.floor((done / revert.total) * 100) : 0;
  return (
    <Card component="section" aria-label="Revert">
      <CardContent sx={{ p: { xs: 2, sm: 3 }, '&:last-child': { pb: { xs: 2, sm: 3 } } }}>
        <Typography variant="h2" id="reverting" sx={{ mb: 1 }}>
          {message}
        </Typography>
        <LinearProgress
          variant={done ? 'determinate' : 'indeterminate'}
          value={percent}
          aria-labelledby="reverting"
          aria-valuetext={`${percent} percent`}
          sx={{ height: 12, borderRadius: 6 }}
        />
        <Typography sx={{ mt: 1, color: 'text.secondary' }}>
          {revert && `${count(done)} of ${counted(revert.total, 'product')} · `}You may close this page; it goes on.
        </Typography>
        <WaitsFor importJob={importJob} />
        <Liveness importJob={importJob} connected={connected} />
      </CardContent>
    </Card>
  );
}
