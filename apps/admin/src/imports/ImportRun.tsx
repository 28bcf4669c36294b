import type { ImportJob } from '@app/domain';
import { Alert, Box, Card, CardContent, LinearProgress, Typography } from '@mui/material';
import { count, counted } from '../parts/count';
import { duration } from '../parts/duration';
import { CancelImportButton } from './CancelImportButton';
import { Liveness } from './Liveness';
import { OutcomeNumbers } from './OutcomeNumbers';
import { WaitsFor } from './WaitsFor';

type Props = { importJob: ImportJob; connected: boolean };

/** An import under way. */
export function ImportRun({ importJob, connected }: Props) {
  const { message, progress, status, rows, rowsPerSecond, etaSeconds } = importJob;
  const starting = status === 'processing' && progress === 0;
  const facts = [
    rows > 0 && sayRows(importJob),
    rowsPerSecond !== null && `${counted(rowsPerSecond, 'row')}/s`,
    etaSeconds !== null && `about ${duration(etaSeconds)} left`,
  ].filter(Boolean);

  return (
    <Card>
      <CardContent sx={{ p: { xs: 2, sm: 3 }, '&:last-child': { pb: { xs: 2, sm: 3 } } }}>
        <Box sx={{ display: 'flex', alignItems: 'baseline', justifyContent: 'space-between', gap: 2, mb: 1 }}>
          <Typography variant="h2" id="phase">
            {message}
          </Typography>
          <Typography sx={{ fontSize: '1.5rem', fontWeight: 600, lineHeight: 1 }}>{progress} %</Typography>
        </Box>
        <LinearProgress
          variant={starting ? 'indeterminate' : 'determinate'}
          value={progress}
          aria-labelledby="phase"
          aria-valuetext={`${progress} percent`}
          sx={{ height: 12, borderRadius: 6 }}
        />
        <Typography sx={{ mt: 1, minHeight: '1.5em', color: 'text.secondary' }}>{facts.join(' · ')}</Typography>
        <WaitsFor importJob={importJob} />
        <Liveness importJob={importJob} connected={connected} />
        <Box sx={{ my: 3 }}>
          <OutcomeNumbers counts={importJob} total={rows} goesOn />
        </Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, justifyContent: 'space-between' }}>
          <Alert severity="info" icon={false} sx={{ py: 0 }}>
            You may close this page. The import goes on, and you find it under Imports.
          </Alert>
          <CancelImportButton importJob={importJob} />
        </Box>
      </CardContent>
    </Card>
  );
}

/** While the file is still being read, nobody knows how many rows it will have. */
function sayRows({ phase, rows, validated, processed }: ImportJob): string {
  if (phase === 'parsing') return `${counted(rows, 'row')} read so far, ${count(validated)} checked`;
  return phase === 'importing'
    ? `${count(processed)} of ${counted(rows, 'row')}`
    : `${count(validated)} of ${counted(rows, 'row')} checked`;
}
