import { isFinished, type ImportJob, type BulkJob } from '@app/domain';
import { useCanAccess, useGetList } from 'react-admin';

const underWay = {
  filter: { status: ['pending', 'processing'] },
  sort: { field: 'id', order: 'ASC' },
  pagination: { page: 1, perPage: 10 },
} as const;

function useRunning<T extends ImportJob | BulkJob>(resource: 'imports' | 'bulk-jobs'): T[] {
  const { canAccess } = useCanAccess({ resource, action: 'list' });
  const { data = [] } = useGetList<T>(resource, underWay, {
    enabled: canAccess === true,
    refetchInterval: 5_000,
    staleTime: 0,
    retry: false,
  });
  return data.filter((work) => !isFinished(work));
}

/** Imports that run or wait for their turn, the oldest first; asked for every 5 seconds. */
export const useRunningImports = () => useRunning<ImportJob>('imports');

/** Bulk jobs, likewise. */
export const useRunningBulkJobs = () => useRunning<BulkJob>('bulk-jobs');
