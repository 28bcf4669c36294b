import type { ImportJob } from '@app/domain';
import { Alert } from '@mui/material';
import { useStandstill } from './useStandstill';

type Props = { importJob: ImportJob; connected: boolean };

/** Says when nothing has been heard, so that a bar that stands still explains itself. */
export function Liveness({ importJob, connected }: Props) {
  const standsStill = useStandstill(importJob.progressVersion);
  if (!connected) {
    return (
      <Alert severity="warning" sx={{ mt: 2 }}>
        The connection to the server is lost; trying again. The import does not depend on it.
      </Alert>
    );
  }
  if (!standsStill || importJob.status !== 'processing') return null;
  return (
    <Alert severity="warning" sx={{ mt: 2 }}>
      No sign of life for 15 seconds. If the worker has stopped, another one takes over by itself; nothing that was done is lost.
    </Alert>
  );
}
