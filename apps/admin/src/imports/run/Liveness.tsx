import type { ImportJob } from '@app/domain';
import { Alert } from '@mui/material';

type Props = { importJob: ImportJob; connected: boolean };

const patience = 15;

/** Says when nothing has been heard, so that a bar that stands still explains itself. */
export function Liveness({ importJob: { status, silentSeconds, waitsFor }, connected }: Props) {
  if (!connected) {
    return (
      <Alert severity="warning" sx={{ mt: 2 }}>
        The connection to the server is lost; trying again. The import does not depend on it.
      </Alert>
    );
  }
  const isSilent = silentSeconds !== null && silentSeconds > patience;
  if (!isSilent || waitsFor || (status !== 'processing' && status !== 'pending')) return null;
  return (
    <Alert severity="warning" sx={{ mt: 2 }}>
      No sign of life for {silentSeconds} seconds. If the worker has stopped, another one takes over by itself; nothing that was done is
      lost.
    </Alert>
  );
}
