import type { ImportJob } from '@app/domain';
import { Button, Skeleton } from '@mui/material';
import { Link } from 'react-router-dom';
import { Page } from '../../parts/Page';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { useInspection } from '../useInspection';
import { RepairForm } from './RepairForm';
import { useRejectedRows } from './useRejectedRows';

/** The rejected rows of an import as a table that can be corrected; what is right then becomes a new import. */
export function RepairStep({ importJob }: { importJob: ImportJob }) {
  const inspection = useInspection(importJob.id);
  const rows = useRejectedRows(importJob.id);
  const problem = inspection.error ?? rows.error;
  return (
    <Page
      title="Repair rejected rows"
      tabTitle={`Repair ${importJob.fileName}`}
      lead={
        <>
          <strong>{importJob.fileName}</strong> · correct what is marked; rows that are right then are imported on their own.
        </>
      }
      actions={
        <Button component={Link} to={`/imports/${importJob.id}`}>
          Back to the result
        </Button>
      }
    >
      {problem && (
        <ProblemAlert
          title="The rows could not be loaded"
          error={problem}
          onRetry={() => {
            void inspection.refetch();
            void rows.refetch();
          }}
        />
      )}
      {!problem && (!inspection.data || !rows.data) && <Skeleton variant="rounded" height={420} />}
      {inspection.data && rows.data && <RepairForm importJob={importJob} inspection={inspection.data} rows={rows.data} />}
    </Page>
  );
}
