import type { DecidedCount, Irregularity, IrregularityDecisions } from '@app/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, SnackbarContent } from '@mui/material';
import { useCloseNotification, useNotificationContext, useNotify } from 'react-admin';
import { fullName } from '../customers/customerTexts';
import { httpClient } from '../providers/httpClient';
import { ruleTexts } from './ruleTexts';

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

/** "Canceled, never seen as new, Clark Kent": which one a toast is about. */
function nameOf({ id, rule, customer }: Irregularity): string {
  const whose = customer ? fullName(customer) || `customer ${customer.customerId}` : `no. ${id}`;
  return `${ruleTexts[rule].title}, ${whose}`;
}

/** Decides on one, or opens it again; tells so in a toast, with the way back. What the server refuses is told too. */
export function useDecision(onDecided?: (irregularity: Irregularity) => void) {
  const notify = useNotify();
  const { setNotifications } = useNotificationContext();
  const fresh = useFresh();
  const { mutate: decide, isPending } = useMutation<Irregularity, Error, { id: number; verdict: Verdict | 'reopen'; note?: string }>({
    mutationFn: ({ id, verdict, note }) => post(`${id}/${verdict}`, { note }),
    onSuccess: (irregularity, { verdict }) => {
      onDecided?.(irregularity);
      setNotifications((queued) => queued.filter(({ type }) => type === 'error')); // or each would wait for those before it
      const name = nameOf(irregularity);
      if (verdict === 'reopen')
        notify(`${irregularity.status === 'resolved' ? 'Resolved meanwhile' : 'Open again'}: ${name}`, { type: 'success' });
      else notify(<DecisionToast id={irregularity.id} message={`${verdictTexts[verdict].done}: ${name}`} />);
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
export function useNote(id: number, onSaved: () => void) {
  const notify = useNotify();
  const fresh = useFresh();
  return useMutation<Irregularity, Error, string>({
    mutationFn: async (note) =>
      (await httpClient(`/api/irregularities/${id}/note`, { method: 'PUT', body: JSON.stringify({ note }) })).json,
    onSuccess: () => {
      onSaved();
      notify('Note saved', { type: 'success' });
    },
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
