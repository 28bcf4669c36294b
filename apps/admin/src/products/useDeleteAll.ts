import { isFinished, type BulkJob } from '@app/domain';
import { useMutation, useQuery } from '@tanstack/react-query';
import { httpClient } from '../providers/httpClient';

const bulkJobFrom = async (url: string, method?: 'DELETE') => (await httpClient(url, { method })).json as BulkJob;

/** Deletes all products, if there are as many as the person saw, and follows the job to its end. */
export function useDeleteAll() {
  const {
    mutate,
    data: started,
    error,
    isPending,
    reset,
  } = useMutation<BulkJob, Error, number>({
    mutationFn: (confirm) => bulkJobFrom(`/api/products?confirm=${confirm}`, 'DELETE'),
  });
  const { data: latest } = useQuery({
    queryKey: ['bulk-jobs', started?.id],
    queryFn: () => bulkJobFrom(`/api/bulk-jobs/${started!.id}`),
    enabled: started !== undefined,
    refetchInterval: ({ state }) => (state.data && isFinished(state.data) ? false : 500),
  });
  return { start: mutate, bulkJob: latest ?? started, error, busy: isPending, reset };
}
