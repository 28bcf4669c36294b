import type { Replay, ReplayRequest } from '@app/domain';
import { LinearProgress } from '@mui/material';
import { useEffect, useEffectEvent } from 'react';
import { useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { counted } from '../../parts/count';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { ReplaySize } from './ReplaySize';
import { useReplay } from './useReplay';

type Props = { webhookId: number; request: ReplayRequest; onStarted?: () => void; onClose: () => void };

/** Says how many events would be resent, and resends them when that is meant. */
export function ReplayDialog({ webhookId, request, onStarted, onClose }: Props) {
  const notify = useNotify();
  const navigate = useNavigate();
  const { events, hasChanged, problem, isPending, ask, start } = useReplay(webhookId, request);
  const askOnce = useEffectEvent(ask);
  useEffect(() => {
    askOnce();
  }, []);
  const started = (replay: Replay) => {
    notify(`Resending ${counted(replay.total, 'event')}`, { type: 'success' });
    onStarted?.();
    onClose();
    navigate(`/webhooks/${webhookId}/replay`);
  };
  return (
    <ConfirmDialog
      open
      title="Resend?"
      confirm={events ? `Resend ${counted(events, 'event')}` : 'Resend'}
      cancel="Leave it"
      harmless
      disabled={!events}
      busy={isPending && events !== undefined}
      onConfirm={() => start(started)}
      onClose={onClose}
    >
      {problem && <ProblemAlert title="Nothing was sent" error={problem} onRetry={ask} />}
      {events === undefined && !problem && <LinearProgress aria-label="Counting events" />}
      {events !== undefined && <ReplaySize webhookId={webhookId} events={events} hasChanged={hasChanged} />}
    </ConfirmDialog>
  );
}
