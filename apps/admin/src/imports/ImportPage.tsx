import type { ImportJob } from '@app/domain';
import { CircularProgress } from '@mui/material';
import { HttpError, useGetOne, useRequireAccess } from 'react-admin';
import { useParams } from 'react-router-dom';
import { Page } from '../parts/Page';
import { ProblemAlert } from '../parts/ProblemAlert';
import { ImportWizard } from './ImportWizard';

/** One import at its address: what it waits for, as it runs, or what came of it. */
export function ImportPage() {
  const id = Number(useParams().id);
  const { isPending: isPendingAccess } = useRequireAccess({ resource: 'imports', action: 'show' });
  const { data, error, isPending, refetch } = useGetOne<ImportJob>('imports', { id }, { enabled: !isPendingAccess });

  if (data) return <ImportWizard key={data.id} importJob={data} />;
  const missing = error instanceof HttpError && error.status === 404;
  return (
    <Page title={`Import ${id}`} width={1240}>
      {isPending && <CircularProgress aria-label="Loading the import" />}
      {error && (
        <ProblemAlert
          title={missing ? 'There is no such import' : 'The import could not be loaded'}
          error={error}
          onRetry={missing ? undefined : () => refetch()}
        />
      )}
    </Page>
  );
}
