import type { ImportJob } from '@app/domain';
import { Box, Card, CardContent } from '@mui/material';
import { RevertProgress } from '../revert/RevertProgress';
import { RevertReport } from '../revert/RevertReport';
import { kindViews } from '../kinds';
import { OutcomeNumbers } from '../OutcomeNumbers';
import { isHarmless, isWorrying, Warnings } from '../Warnings';
import { Differences } from './Differences';
import { Downloads } from './Downloads';
import { FailureAlert } from './FailureAlert';
import { Relatives } from './Relatives';
import { ResultActions } from './ResultActions';
import { ResultFacts } from './ResultFacts';
import { ResultNotice } from './ResultNotice';
import { RowsWithErrors } from './RowsWithErrors';
import { RowsWithWarnings } from './RowsWithWarnings';

/** What came of an import, and what can still be done about it. */
export function ResultStep({ importJob, connected }: { importJob: ImportJob; connected: boolean }) {
  const { Found } = kindViews[importJob.kind];
  const { failure, rows, phase, status, revert } = importJob;
  const reverting = phase === 'reverting' && status !== 'reverted';
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {reverting && <RevertProgress importJob={importJob} connected={connected} />}
      {status === 'reverted' && revert && <RevertReport importJob={importJob} revert={revert} />}
      {failure && <FailureAlert failure={failure} />}
      {!failure && !reverting && status !== 'reverted' && <ResultNotice importJob={importJob} />}
      {Found && <Found importJob={importJob} />}
      <Warnings warnings={importJob.warnings.filter(isWorrying)} />
      <Relatives importJob={importJob} />
      {rows > 0 && (
        <Card component="section" aria-label="Numbers">
          <CardContent sx={{ p: { xs: 2, sm: 3 }, '&:last-child': { pb: { xs: 2, sm: 3 } } }}>
            <OutcomeNumbers counts={importJob} total={rows} />
            <ResultFacts importJob={importJob} />
          </CardContent>
        </Card>
      )}
      {!reverting && <ResultActions importJob={importJob} />}
      <Warnings warnings={importJob.warnings.filter(isHarmless)} />
      <Downloads importJob={importJob} />
      <RowsWithErrors importJob={importJob} />
      <RowsWithWarnings importJob={importJob} />
      <Differences importJob={importJob} />
    </Box>
  );
}
