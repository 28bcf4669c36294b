import type { DecidedCount, Irregularity, IrregularityDecisions } from '@app/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, SnackbarContent } from '@mui/material';
import { useCloseNotification, useNotify } from 'react-admin';
import { httpClient } from '../providers/httpClient';

export type Verdict = 'accept' | 'ignore';
export const verdictTexts: Record<Verdict, { title: string; done: string }> = {
  accept: { title: 'Accept', done: 'Accepted' },
  ignore: { title: 'Ignore', done: 'Ignored' },
};

const post = async (path: string, body: object) =>
  (await httpClient(`/api/irregularities/${path}`, { method: 'POST', body: JSON.stringify(body) })).json;

/** What is decided changes lists, counts and customers alike. */
function useFresh() {
  const queryClient = useQueryClient();
  return () => Promise.all(['irregularities', 'customers'].map((resource) => queryClient.invalidateQueries({ queryKey: [resource] })));
}

/** Decides on one, or opens it again; tells so in a toast, with the way back. What the server refuses is told too. */
export function useDecision() {
  const notify = useNotify();
  const fresh = useFresh();
  const { mutate: decide, isPending } = useMutation<Irregularity, Error, { id: number; verdict: Verdict | 'reopen'; note?: string }>({
    mutationFn: ({ id, verdict, note }) => post(`${id}/${verdict}`, { note }),
    onSuccess: ({ id }, { verdict }) => {
      if (verdict === 'reopen') notify('Open again', { type: 'success' });
      else notify(<DecisionToast id={id} message={verdictTexts[verdict].done} />);
    },
    onError: (problem) => notify(problem.message, { type: 'error' }),
    onSettled: fresh,
  });
  return { decide, isPending };
}

/** Decides on many at once: those ticked, or all open ones that a filter finds. `onDecided` is told before the lists are read again. */
export function useDecisions(verdict: Verdict, onDecided: (decided: DecidedCount) => void) {
  const fresh = useFresh();
  return useMutation<DecidedCount, Error, IrregularityDecisions>({
    mutationFn: (decisions) => post(verdict, decisions),
    onSuccess: (decided) => {
      onDecided(decided);
      return fresh();
    },
  });
}

/** Keeps what somebody says about one, without deciding on it. */
export function useNote(id: number) {
  const notify = useNotify();
  const fresh = useFresh();
  return useMutation<Irregularity, Error, string>({
    mutationFn: async (note) =>
      (await httpClient(`/api/irregularities/${id}/note`, { method: 'PUT', body: JSON.stringify({ note }) })).json,
    onSuccess: () => notify('Note saved', { type: 'success' }),
    onError: (problem) => notify(problem.message, { type: 'error' }),
    onSettled: fresh,
  });
}

function DecisionToast({ id, message }: { id: number; message: string }) {
  const close = useCloseNotification();
  const { decide, isPending } = useDecision();
  return (
    <SnackbarContent
      message={message}
      action={
        <Button color="inherit" size="small" loading={isPending} onClick={() => decide({ id, verdict: 'reopen' }, { onSettled: close })}>
          Undo
        </Button>
      }
    />
  );
}
