import type { ImportJob } from '@app/domain';
import { Skeleton } from '@mui/material';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { ImportRun } from '../run/ImportRun';
import { useInspection } from '../useInspection';
import { ColumnForm } from './ColumnForm';

type Props = { importJob: ImportJob; connected: boolean; onDone: () => void };

/** Which column becomes which field. Passed by itself when every column is beyond doubt. */
export function ColumnsStep({ importJob, connected, onDone }: Props) {
  const isReading = importJob.status === 'pending' || importJob.status === 'processing' || importJob.status === 'paused';
  return isReading ? <ImportRun importJob={importJob} connected={connected} /> : <FoundColumns importJob={importJob} onDone={onDone} />;
}

function FoundColumns({ importJob, onDone }: Omit<Props, 'connected'>) {
  const { data: inspection, error, refetch } = useInspection(importJob.id);
  if (error) return <ProblemAlert title="The columns could not be loaded" error={error} onRetry={() => refetch()} />;
  if (!inspection) return <Skeleton variant="rounded" height={420} />;
  return <ColumnForm importJob={importJob} inspection={inspection} onDone={onDone} />;
}
