import type { ImportJob } from '@app/domain';
import { Box, Card, CardContent, Typography } from '@mui/material';
import { count, counted } from '../parts/count';
import { FailureAlert } from './FailureAlert';
import { OutcomeNumbers } from './OutcomeNumbers';
import { ResultActions } from './ResultActions';
import { ResultNotice } from './ResultNotice';
import { RowErrors } from './RowErrors';
import { took } from './Took';
import { Warnings } from './Warnings';

/** What came of an import. */
export function ImportResult({ importJob }: { importJob: ImportJob }) {
  const { failure, rows, blankLines, rowsPerSecond, rejected, id } = importJob;
  const facts = [
    counted(rows, 'row'),
    `took ${took(importJob)}`,
    rowsPerSecond !== null && `${count(rowsPerSecond)} rows/s`,
    blankLines > 0 && `${counted(blankLines, 'blank line')} skipped`,
  ].filter(Boolean);
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {failure ? <FailureAlert failure={failure} /> : <ResultNotice importJob={importJob} />}
      <Warnings warnings={importJob.warnings} />
      {rows > 0 && (
        <Card component="section" aria-label="Numbers">
          <CardContent sx={{ p: { xs: 2, sm: 3 }, '&:last-child': { pb: { xs: 2, sm: 3 } } }}>
            <OutcomeNumbers counts={importJob} total={rows} />
            <Typography sx={{ mt: 2.5, color: 'text.secondary' }}>{facts.join(' · ')}</Typography>
          </CardContent>
        </Card>
      )}
      <ResultActions importJob={importJob} />
      {rejected > 0 && <RowErrors importId={id} rejected={rejected} />}
    </Box>
  );
}
