import type { ImportJob } from '@app/domain';
import { Alert, Box, Card, CardContent, LinearProgress, Typography } from '@mui/material';
import { count, counted } from '../../parts/count';
import { duration } from '../../parts/duration';
import { OutcomeNumbers } from '../OutcomeNumbers';
import { CancelImportButton } from './CancelImportButton';
import { Liveness } from './Liveness';
import { PauseButton } from './PauseButton';
import { WaitsFor } from './WaitsFor';

type Props = { importJob: ImportJob; connected: boolean };

/** An import under way: on its way to a check, or writing. */
export function ImportRun({ importJob, connected }: Props) {
  const { message, progress, status, phase, rows, rowsPerSecond, etaSeconds, isChecked } = importJob;
  const starting = status === 'processing' && progress === 0;
  const paused = status === 'paused';
  const writes = !isChecked || phase === 'importing';
  const facts = [
    rows > 0 && sayRows(importJob),
    !paused && rowsPerSecond !== null && `${counted(rowsPerSecond, 'row')}/s`,
    !paused && etaSeconds !== null && `about ${duration(etaSeconds)} left`,
  ].filter(Boolean);

  return (
    <Card>
      <CardContent sx={{ p: { xs: 2, sm: 3 }, '&:last-child': { pb: { xs: 2, sm: 3 } } }}>
        <Box sx={{ display: 'flex', alignItems: 'baseline', justifyContent: 'space-between', gap: 2, mb: 1 }}>
          <Typography variant="h2" id="phase">
            {message}
          </Typography>
          <Typography sx={{ fontSize: '1.5rem', fontWeight: 600, lineHeight: 1, whiteSpace: 'nowrap' }}>{progress} %</Typography>
        </Box>
        <LinearProgress
          variant={starting ? 'indeterminate' : 'determinate'}
          color={paused ? 'inherit' : 'primary'}
          value={progress}
          aria-labelledby="phase"
          aria-valuetext={`${progress} percent`}
          sx={{ height: 12, borderRadius: 6, opacity: paused ? 0.6 : 1 }}
        />
        <Typography sx={{ mt: 1, minHeight: '1.5em', color: 'text.secondary' }}>{facts.join(' · ')}</Typography>
        <WaitsFor importJob={importJob} />
        <Liveness importJob={importJob} connected={connected} />
        {writes && (
          <Box sx={{ mt: 3 }}>
            <OutcomeNumbers counts={importJob} total={rows} goesOn />
          </Box>
        )}
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, justifyContent: 'space-between', mt: 3 }}>
          <Alert severity="info" icon={false} sx={{ py: 0 }}>
            {sayWhatNext(paused, writes)}
          </Alert>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
            <PauseButton importJob={importJob} />
            <CancelImportButton importJob={importJob} />
          </Box>
        </Box>
      </CardContent>
    </Card>
  );
}

function sayWhatNext(paused: boolean, writes: boolean): string {
  if (paused) return 'It stays as it is until someone resumes it, at most 24 hours. Imports behind it wait.';
  return writes
    ? 'You may close this page. The import goes on, and you find it under Imports.'
    : 'Nothing is written before you confirm. You may close this page and come back to it under Imports.';
}

/** While the file is still being read, nobody knows how many rows it will have. */
function sayRows({ phase, rows, validated, processed }: ImportJob): string {
  if (phase === 'parsing') return `${counted(rows, 'row')} read so far, ${count(validated)} checked`;
  return phase === 'importing'
    ? `${count(processed)} of ${counted(rows, 'row')}`
    : `${count(validated)} of ${counted(rows, 'row')} checked`;
}
