import type { Webhook, WebhookSurroundings } from '@app/domain';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCanAccess, useGetOne } from 'react-admin';
import { httpClient } from '../providers/httpClient';

/** How often what is on the screen is asked for again; a hidden tab asks for nothing. */
export const refreshEvery = 3_000;

/** One webhook, as it is now. */
export const useWebhook = (id: number, enabled = true) =>
  useGetOne<Webhook>('webhooks', { id }, { enabled, retry: false, refetchInterval: refreshEvery });

/** Whether this person may change webhooks, see bodies and secrets. */
export const useMayChange = () => useCanAccess({ resource: 'webhooks', action: 'edit' }).canAccess === true;

/** What webhooks may do on this server, and the events that there are. */
export const useSurroundings = () =>
  useQuery({
    queryKey: ['webhook-surroundings'],
    queryFn: async () => (await httpClient('/api/webhook-surroundings')).json as WebhookSurroundings,
    staleTime: 60_000,
  });

type Method = 'POST' | 'PUT' | 'DELETE';

/**
 * Asks something of the routes of webhooks; all that screens show of them is read anew afterwards. `onDone` is told before that: a screen
 * whose webhook is gone is gone then, too, and with it what it was to do.
 */
export function useWebhookCommand<Answer = unknown, Body = void>(path: string, method: Method = 'POST', onDone?: (answer: Answer) => void) {
  const queryClient = useQueryClient();
  return useMutation<Answer, Error, Body>({
    mutationFn: async (body) =>
      (await httpClient(`/api/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })).json,
    onSuccess: (answer) => {
      onDone?.(answer);
      return queryClient.invalidateQueries({
        predicate: ({ queryKey: [first] }) => typeof first === 'string' && /^(webhooks|deliveries)/.test(first),
      });
    },
  });
}
