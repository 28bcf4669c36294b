import type { Replay, ReplayRequest } from '@app/domain';
import { HttpError } from 'react-admin';
import { useWebhookCommand } from '../useWebhooks';

/**
 * Asks for a replay. The first time the server says how many events that is, and sends nothing; `start` repeats the number, so that
 * nothing else is sent than was shown, and of a stretch of the log its end, so that it does not grow meanwhile. When the number has
 * changed all the same, the new one is shown.
 */
export function useReplay(webhookId: number, request: ReplayRequest | undefined) {
  const { mutate, error, isPending, reset } = useWebhookCommand<Replay, ReplayRequest>(`webhooks/${webhookId}/replay`);
  const { code, count, to, errors } = (error instanceof HttpError ? error.body : undefined) ?? {};
  const isNothing = code === 'invalid' && errors?.root !== undefined; // of no field, but of the request as a whole
  const events: number | undefined = code === 'confirmation_required' || code === 'count_changed' ? count : isNothing ? 0 : undefined;
  return {
    events,
    hasChanged: code === 'count_changed',
    problem: events === undefined ? error : null,
    isPending,
    reset,
    ask: () => request && mutate(request),
    start: (onStarted: (replay: Replay) => void) =>
      request && mutate({ ...request, ...(request.from !== undefined && { to }), expect: events }, { onSuccess: onStarted }),
  };
}
