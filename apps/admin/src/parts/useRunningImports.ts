import { isFinished, type ImportJob } from '@app/domain';
import { useCanAccess, useGetList } from 'react-admin';

/** Imports that run or wait for their turn, the oldest first; asked for every 5 seconds. */
export function useRunningImports(): ImportJob[] {
  const { canAccess } = useCanAccess({ resource: 'imports', action: 'list' });
  const { data = [] } = useGetList<ImportJob>(
    'imports',
    { filter: { status: ['pending', 'processing'] }, sort: { field: 'id', order: 'ASC' }, pagination: { page: 1, perPage: 10 } },
    { enabled: canAccess === true, refetchInterval: 5_000, staleTime: 0, retry: false },
  );
  return data.filter((importJob) => !isFinished(importJob));
}
