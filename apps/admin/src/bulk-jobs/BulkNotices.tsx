import { isFinished, type BulkJob } from '@app/domain';
import { Button, SnackbarContent } from '@mui/material';
import { useEffect, useEffectEvent } from 'react';
import { useCloseNotification, useGetOne, useNotify, useRefresh } from 'react-admin';
import { Link } from 'react-router-dom';
import { useProgress } from '../parts/useProgress';
import { sayOutcome } from './bulkTexts';
import { useBulkCommand, useFollowed } from './useBulkJobs';

/** Follows what this person has started, on every page, and tells its end. */
export function BulkNotices() {
  const [followed] = useFollowed();
  return followed.map((id) => <Followed key={id} id={id} />);
}

function Followed({ id }: { id: number }) {
  const { data, error } = useGetOne<BulkJob>('bulk-jobs', { id }, { retry: false });
  const [, setFollowed] = useFollowed();
  useEffect(() => {
    if (error) setFollowed((ids) => ids.filter((one) => one !== id));
  }, [error, id, setFollowed]);
  return data ? <UntilItsEnd bulkJob={data} /> : null;
}

function UntilItsEnd({ bulkJob }: { bulkJob: BulkJob }) {
  const notify = useNotify();
  const refresh = useRefresh();
  const [, setFollowed] = useFollowed();
  useProgress('bulk-jobs', bulkJob);
  const isOver = isFinished(bulkJob);
  const tell = useEffectEvent(() => {
    setFollowed((ids) => ids.filter((id) => id !== bulkJob.id));
    notify(<BulkToast bulkJob={bulkJob} />, { autoHideDuration: 15_000 });
    refresh();
  });
  useEffect(() => {
    if (isOver) tell();
  }, [isOver]);
  return null;
}

function BulkToast({ bulkJob }: { bulkJob: BulkJob }) {
  const close = useCloseNotification();
  const { send, isPending } = useBulkCommand(bulkJob.id, 'undo');
  return (
    <SnackbarContent
      message={sayOutcome(bulkJob)}
      action={
        <>
          {bulkJob.canUndo && (
            <Button color="inherit" size="small" loading={isPending} onClick={() => send(close)}>
              Undo
            </Button>
          )}
          <Button color="inherit" size="small" component={Link} to={`/bulk-jobs/${bulkJob.id}`} onClick={close}>
            Details
          </Button>
        </>
      }
    />
  );
}
