import type { ImportJob } from '@app/domain';
import { useMutation } from '@tanstack/react-query';
import { useLogoutIfAccessDenied, useNotify } from 'react-admin';
import { httpClient } from '../providers/httpClient';

/** Tells an import what to do. What the server refuses is shown in a toast. */
export function useImportCommand(command: 'cancel' | 'retry') {
  const notify = useNotify();
  const logoutIfAccessDenied = useLogoutIfAccessDenied();
  const { mutate: send, isPending } = useMutation<ImportJob, Error, number>({
    mutationFn: async (id) => (await httpClient(`/api/imports/${id}/${command}`, { method: 'POST' })).json,
    onError: async (error) => {
      if (!(await logoutIfAccessDenied(error))) notify(error.message, { type: 'error' });
    },
  });
  return { send, isPending };
}
