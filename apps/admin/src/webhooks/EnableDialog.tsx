import type { Webhook, WebhookEnabling } from '@app/domain';
import { Box, FormControlLabel, LinearProgress, Radio, RadioGroup, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { counted } from '../parts/count';
import { duration } from '../parts/duration';
import { ProblemAlert } from '../parts/ProblemAlert';
import { httpClient } from '../providers/httpClient';
import { useWebhookCommand } from './useWebhooks';

type From = WebhookEnabling['from'];

const choices: { from: From; label: string; means: string }[] = [
  { from: 'continue', label: 'Go on where it stopped', means: 'Everything that waits is sent, in order.' },
  {
    from: 'latest',
    label: 'Only the latest of each product',
    means: 'Of what waits, the newest event of each product; then everything new.',
  },
  { from: 'skip', label: 'Skip to now', means: 'Nothing of what waits is sent.' },
];

/** Asks where a webhook that was off shall go on: how much waits, and how old it is. */
export function EnableDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const notify = useNotify();
  const [from, setFrom] = useState<From>('continue');
  const {
    data: waiting,
    error: unread,
    refetch,
  } = useQuery({
    queryKey: ['webhooks', 'waiting', id],
    queryFn: async () => (await httpClient(`/api/webhooks/${id}/waiting`)).json as Webhook['behind'],
    gcTime: 0,
  });
  const { mutate: enable, isPending, error } = useWebhookCommand<unknown, WebhookEnabling>(`webhooks/${id}/enable`);
  const confirm = () =>
    enable(
      { from },
      {
        onSuccess: () => {
          notify('The webhook is on.', { type: 'success' });
          onClose();
        },
      },
    );

  return (
    <Box component="span" onClick={(event) => event.stopPropagation()}>
      <ConfirmDialog
        open
        title="Switch this webhook on?"
        confirm="Switch it on"
        cancel="Leave it off"
        harmless={from !== 'skip'}
        disabled={!waiting}
        busy={isPending}
        onConfirm={confirm}
        onClose={onClose}
      >
        {error && <ProblemAlert title="It is still off" error={error} />}
        {unread && <ProblemAlert title="What waits could not be counted" error={unread} onRetry={() => refetch()} />}
        {!waiting && !unread && <LinearProgress aria-label="Counting what waits" />}
        {waiting?.events === 0 && <Typography>Nothing waits: it gets what happens from now on.</Typography>}
        {waiting && waiting.events > 0 && (
          <>
            <Typography id={`waiting-${id}`} sx={{ mb: 1 }}>
              <strong>About {counted(waiting.events, 'event')}</strong> {waiting.events === 1 ? 'waits' : 'wait'}, the oldest for{' '}
              {duration(waiting.seconds)}. Where shall it go on?
            </Typography>
            <RadioGroup aria-labelledby={`waiting-${id}`} value={from} onChange={(_, choice) => setFrom(choice as From)}>
              {choices.map((choice) => (
                <FormControlLabel
                  key={choice.from}
                  value={choice.from}
                  control={<Radio />}
                  sx={{ alignItems: 'flex-start', mr: 0, mb: 0.5 }}
                  label={
                    <Box sx={{ pt: 1 }}>
                      {choice.label}
                      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                        {choice.means}
                      </Typography>
                    </Box>
                  }
                />
              ))}
            </RadioGroup>
          </>
        )}
      </ConfirmDialog>
    </Box>
  );
}
