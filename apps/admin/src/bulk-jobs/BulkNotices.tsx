import { isFinished, type BulkJob } from '@app/domain';
import { Button, SnackbarContent } from '@mui/material';
import { useEffect, useEffectEvent } from 'react';
import { useCloseNotification, useNotify, useRefresh } from 'react-admin';
import { Link } from 'react-router-dom';
import { sayOutcome } from './bulkTexts';
import { useBulkCommand, useFollowed, useFollowing } from './useBulkJobs';

/** Follows what this person has started, on every page, and tells its end. */
export function BulkNotices() {
  const [followed, setFollowed] = useFollowed();
  const notify = useNotify();
  const refresh = useRefresh();
  const bulkJobs = useFollowing(followed);
  const ended = bulkJobs?.filter(isFinished) ?? [];
  const over = bulkJobs ? followed.filter((id) => bulkJobs.every((bulkJob) => bulkJob.id !== id || isFinished(bulkJob))) : [];
  const tell = useEffectEvent(() => {
    setFollowed((ids) => ids.filter((id) => !over.includes(id)));
    for (const bulkJob of ended) notify(<BulkToast bulkJob={bulkJob} />, { autoHideDuration: 15_000 });
    refresh();
  });
  const news = over.join();
  useEffect(() => {
    if (news) tell();
  }, [news]);
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
