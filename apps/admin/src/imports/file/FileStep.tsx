import type { ImportJob } from '@app/domain';
import { Skeleton } from '@mui/material';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { useInspection } from '../useInspection';
import { FileFindings } from './FileFindings';

type Props = { importJob: ImportJob; onDone: () => void };

/** What was found out about the file, each with its evidence, and the way to say otherwise. */
export function FileStep({ importJob, onDone }: Props) {
  const { data: inspection, error, refetch } = useInspection(importJob.id);
  if (error) return <ProblemAlert title="What was found in the file could not be loaded" error={error} onRetry={() => refetch()} />;
  if (!inspection) return <Skeleton variant="rounded" height={420} />;
  return <FileFindings importJob={importJob} inspection={inspection} onDone={onDone} />;
}
