import type { ImportJob } from '@app/domain';
import { Alert, Button } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { alertActionSx } from '../parts/alertActionSx';
import { counted } from '../parts/count';
import { inboxPath } from './inboxPath';
import { listedIrregularities } from './listedIrregularities';

/** How much of what an import brought looks wrong and waits for a decision. */
export function FoundIrregularities({ importJob: { id, status } }: { importJob: ImportJob }) {
  const filter = { status: 'open', importId: id };
  const { data: found } = useQuery({
    queryKey: ['irregularities', 'found', id, status],
    queryFn: () => listedIrregularities.count(filter),
    retry: false,
  });
  if (!found) return null;
  return (
    <Alert
      severity="warning"
      sx={alertActionSx}
      action={
        <Button color="inherit" size="small" component={Link} to={inboxPath(filter)}>
          Look at {found === 1 ? 'it' : 'them'}
        </Button>
      }
    >
      {counted(found, 'irregularity', 'irregularities')} found in this file. The rows are imported; decide what to make of them.
    </Alert>
  );
}
