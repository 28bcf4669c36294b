import { isFinished, type Replay } from '@app/domain';
import { Box, Button, LinearProgress, Skeleton, Typography } from '@mui/material';
import { useId } from 'react';
import { useGetList, useGetOne, useNotify } from 'react-admin';
import { count, counted } from '../../parts/count';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { RelativeTime } from '../../parts/RelativeTime';
import { Section } from '../../parts/Section';
import { StatusLabel } from '../../parts/StatusLabel';
import { useProgress } from '../../parts/useProgress';
import { Who } from '../../parts/Who';
import { refreshEvery, useWebhookCommand } from '../useWebhooks';

const newest = { sort: { field: 'id', order: 'DESC' }, pagination: { page: 1, perPage: 25 } } as const;

/** Replays, the newest first: those that run with bar and Cancel. */
export function ReplayList({ webhookId }: { webhookId: number }) {
  const resource = `webhooks/${webhookId}/replays`;
  const { data, error, refetch } = useGetList<Replay>(resource, newest, { retry: false, refetchInterval: refreshEvery });
  return (
    <Section title="Replays">
      {error && <ProblemAlert title="The replays could not be loaded" error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton variant="rectangular" height={80} />}
      {data?.length === 0 && <Typography sx={{ color: 'text.secondary' }}>Nothing was replayed or resent yet.</Typography>}
      <Box component="ol" aria-label="Replays" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {data?.map((replay) => (
          <Box component="li" key={replay.id} sx={{ py: 1.5, '& + &': { borderTop: 1, borderColor: 'divider' } }}>
            {isFinished(replay) ? <Ended replay={replay} /> : <Running resource={resource} listed={replay} />}
          </Box>
        ))}
      </Box>
    </Section>
  );
}

const Origin = ({ replay: { createdAt, actor } }: { replay: Replay }) => (
  <Typography variant="body2" component="span" sx={{ color: 'text.secondary' }}>
    <RelativeTime at={createdAt} /> by <Who actor={actor} />
  </Typography>
);

const Ended = ({ replay }: { replay: Replay }) => (
  <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2 }}>
    <StatusLabel status={replay.status} />
    <span>
      {replay.status === 'completed' ? counted(replay.total, 'event') : `${count(replay.processed)} of ${counted(replay.total, 'event')}`}
    </span>
    <Origin replay={replay} />
  </Box>
);

function Running({ resource, listed }: { resource: string; listed: Replay }) {
  const notify = useNotify();
  const labelId = useId();
  const { data: replay = listed } = useGetOne<Replay>(resource, { id: listed.id }, { retry: false });
  useProgress(resource, replay);
  const { mutate: cancel, isPending } = useWebhookCommand(`${resource}/${listed.id}`, 'DELETE');
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2, mb: 0.5 }}>
        <Box id={labelId} sx={{ flexGrow: 1 }}>
          Sending… {count(replay.processed)} of {counted(replay.total, 'event')}
        </Box>
        <Button
          size="small"
          color="error"
          loading={isPending}
          onClick={() => cancel(undefined, { onError: ({ message }) => notify(message, { type: 'error' }) })}
        >
          Cancel
        </Button>
      </Box>
      <LinearProgress
        variant="determinate"
        value={replay.progress}
        aria-labelledby={labelId}
        aria-valuetext={`${replay.progress} percent`}
        sx={{ height: 8, borderRadius: 4 }}
      />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, mt: 0.5 }}>
        <Origin replay={replay} />
        {replay.failures > 0 && (
          <Typography variant="body2" role="status">
            The receiver has not taken it {counted(replay.failures, 'time')} in a row; it is tried again by itself.
          </Typography>
        )}
      </Box>
    </>
  );
}
