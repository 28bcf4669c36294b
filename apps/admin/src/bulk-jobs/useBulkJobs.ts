import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNotify, useStore } from 'react-admin';
import type { BulkJob } from '@app/domain';
import { recordKey } from '../parts/recordKey';
import { readPage } from '../parts/usePaged';
import { httpClient } from '../providers/httpClient';

/** Bulk jobs that this person started here and whose end is still to be told; kept over a reload. */
export const useFollowed = () => useStore('bulk-jobs.followed', nobody);
const nobody: number[] = [];

/**
 * Bulk jobs as they stand, asked for again and again in one request; those that are not there are left out. A line to each would leave the
 * browser none to this server: it opens six.
 */
export function useFollowing(ids: number[]): BulkJob[] | undefined {
  const queryClient = useQueryClient();
  const { data } = useQuery({
    queryKey: ['bulk-jobs', 'followed', ids],
    queryFn: async () => (await readPage<BulkJob>('bulk-jobs', 0, ids.length, { filter: JSON.stringify({ id: ids }) })).items,
    enabled: ids.length > 0,
    refetchInterval: 1_000,
    retry: false,
  });
  // The answer to a command may be newer than the last page that was read.
  const newest = (read: BulkJob) => {
    const known = queryClient.getQueryData<BulkJob>(recordKey('bulk-jobs', read.id));
    return known && known.progressVersion > read.progressVersion ? known : read;
  };
  return data?.map(newest);
}

type Request = { url: string; method?: 'POST' | 'DELETE'; body?: unknown };

/** Starts, cancels or undoes a bulk job. From its answer on it is followed to its end, on whatever screen. */
export function useBulkRequest() {
  const queryClient = useQueryClient();
  const [, setFollowed] = useFollowed();
  return useMutation<BulkJob, Error, Request>({
    mutationFn: async ({ url, method = 'POST', body }) =>
      (await httpClient(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })).json,
    onSuccess: (bulkJob) => {
      queryClient.setQueryData(recordKey('bulk-jobs', bulkJob.id), bulkJob);
      setFollowed((ids) => [...ids.filter((id) => id !== bulkJob.id), bulkJob.id]);
      return queryClient.invalidateQueries({ queryKey: ['bulk-jobs', 'getList'] });
    },
  });
}

/** Tells a bulk job to stop, or takes it back; what the server refuses is shown in a toast. */
export function useBulkCommand(id: number, command: 'cancel' | 'undo') {
  const notify = useNotify();
  const { mutate, isPending } = useBulkRequest();
  const send = (onSettled?: () => void) =>
    mutate({ url: `/api/bulk-jobs/${id}/${command}` }, { onSettled, onError: (problem) => notify(problem.message, { type: 'error' }) });
  return { send, isPending };
}
