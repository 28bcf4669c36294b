import type { ImportJob } from '@app/domain';
import { Box } from '@mui/material';
import { ImportRun } from '../run/ImportRun';
import { isHarmless, isWorrying, Warnings } from '../Warnings';
import type { WizardStep } from '../wizardStep';
import { CheckDecision } from './CheckDecision';
import { CheckRows } from './CheckRows';
import { FillDownOffer } from './FillDownOffer';
import { NothingUsable } from './NothingUsable';

type Props = { importJob: ImportJob; connected: boolean; onStep: (step: WizardStep) => void };

/** What the import would do, and the decision; nothing of it is written yet. */
export function CheckStep({ importJob, connected, onStep }: Props) {
  const { status, check } = importJob;
  if (status !== 'awaiting_confirmation' || !check) return <ImportRun importJob={importJob} connected={connected} />;
  const look = { onFile: () => onStep('file'), onColumns: () => onStep('columns') };
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Warnings warnings={importJob.warnings.filter(isWorrying)} {...look} />
      <NothingUsable check={check} onColumns={() => onStep('columns')} />
      <FillDownOffer importJob={importJob} />
      <CheckDecision importJob={importJob} check={check} />
      <Warnings warnings={importJob.warnings.filter(isHarmless)} {...look} />
      {importJob.rows > 0 && <CheckRows importJob={importJob} check={check} />}
    </Box>
  );
}
