import type { ImportJob, ImportSettings } from '@app/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { HttpError, useLogoutIfAccessDenied, useNotify } from 'react-admin';
import { recordKey } from '../parts/recordKey';
import { httpClient } from '../providers/httpClient';
import { inspectionKey } from './useInspection';

/** What an import can be told, and what goes with it. */
type Commands = {
  mapping: ImportSettings;
  confirm: { confirm?: number };
  pause: void;
  resume: void;
  cancel: void;
  retry: void;
  revert: void;
};

/** Tells an import what to do; its answer is what the screens show from then on. What the server refuses is shown in a toast. */
export function useImportCommand<C extends keyof Commands>(id: number, command: C) {
  const notify = useNotify();
  const logoutIfAccessDenied = useLogoutIfAccessDenied();
  const queryClient = useQueryClient();
  const {
    mutate: send,
    isPending,
    isSuccess,
    error,
  } = useMutation<ImportJob, Error, Commands[C]>({
    mutationFn: async (body) => {
      const method = command === 'mapping' ? 'PUT' : 'POST';
      return (await httpClient(`/api/imports/${id}/${command}`, { method, ...(body && { body: JSON.stringify(body) }) })).json;
    },
    onSuccess: (importJob) => {
      // What was read by other settings is no longer true.
      if (command === 'mapping') queryClient.removeQueries({ queryKey: inspectionKey(id) });
      queryClient.setQueryData(recordKey('imports', importJob.id), importJob);
    },
    onError: async (problem) => {
      const asksBack = problem instanceof HttpError && problem.body?.code === 'confirmation_required';
      if (!asksBack && !(await logoutIfAccessDenied(problem))) notify(problem.message, { type: 'error' });
    },
  });
  return { send, isPending, isSuccess, error };
}
