import { isFinished, type BulkJob } from '@app/domain';
import { Button, Card, CardContent, CircularProgress, Link } from '@mui/material';
import { CanAccess, HttpError, useGetOne, useRequireAccess } from 'react-admin';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { counted } from '../parts/count';
import { KeptProducts } from '../parts/KeptProducts';
import { Page } from '../parts/Page';
import { ProblemAlert } from '../parts/ProblemAlert';
import { RelativeTime } from '../parts/RelativeTime';
import { Section } from '../parts/Section';
import { useProgress } from '../parts/useProgress';
import { Who } from '../parts/Who';
import { BulkProgress } from './BulkProgress';
import { bulkTitle } from './bulkTexts';
import { UndoBulkButton } from './UndoBulkButton';
import { useBulkCommand } from './useBulkJobs';

/** One bulk job at its address: as it runs, what came of it, what it left alone, and the way back. */
export function BulkJobPage() {
  const id = Number(useParams().id);
  const { isPending: isPendingAccess } = useRequireAccess({ resource: 'bulk-jobs', action: 'show' });
  const { data, error, isPending, refetch } = useGetOne<BulkJob>('bulk-jobs', { id }, { enabled: !isPendingAccess });
  if (data) return <Shown bulkJob={data} />;
  const missing = error instanceof HttpError && error.status === 404;
  return (
    <Page title={`Bulk change ${id}`} width={1000}>
      {isPending && <CircularProgress aria-label="Loading the bulk change" />}
      {error && (
        <ProblemAlert
          title={missing ? 'There is no such bulk change' : 'The bulk change could not be loaded'}
          error={error}
          onRetry={missing ? undefined : () => refetch()}
        />
      )}
    </Page>
  );
}

function Shown({ bulkJob }: { bulkJob: BulkJob }) {
  useProgress('bulk-jobs', bulkJob);
  const { send: cancel, isPending } = useBulkCommand(bulkJob.id, 'cancel');
  const kept = bulkJob.kept + (bulkJob.undo?.kept ?? 0);
  const canCancel = !isFinished(bulkJob) && bulkJob.phase === 'applying';
  return (
    <Page
      title={bulkTitle(bulkJob)}
      lead={
        <>
          Started <RelativeTime at={bulkJob.createdAt} /> by <Who actor={bulkJob.actor} /> ·{' '}
          <Link component={RouterLink} to="/bulk-jobs" underline="always">
            all bulk changes
          </Link>
        </>
      }
      actions={
        <>
          {canCancel && (
            <CanAccess resource="bulk-jobs" action="edit">
              <Button variant="outlined" color="error" loading={isPending} onClick={() => cancel()}>
                Cancel
              </Button>
            </CanAccess>
          )}
          {bulkJob.canUndo && <UndoBulkButton bulkJob={bulkJob} />}
        </>
      }
      width={1000}
    >
      <Card sx={{ mb: 3 }}>
        <CardContent sx={{ '&:last-child': { pb: 2 } }}>
          <BulkProgress bulkJob={bulkJob} />
        </CardContent>
      </Card>
      {kept > 0 && isFinished(bulkJob) && (
        <Section title={`${counted(kept, 'product')} left as they are`} lead="Why, and who was faster." flush>
          <KeptProducts path={`bulk-jobs/${bulkJob.id}/kept`} />
        </Section>
      )}
    </Page>
  );
}
