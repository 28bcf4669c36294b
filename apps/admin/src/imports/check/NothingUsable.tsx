import type { ImportCheck } from '@app/domain';
import { Alert, Button } from '@mui/material';
import { alertActionSx } from '../../parts/alertActionSx';
import { counted } from '../../parts/count';

/** Every single row is rejected: probably a column is not what it was taken for. */
export function NothingUsable({
  check: { created, updated, unchanged, rejected },
  onColumns,
}: {
  check: ImportCheck;
  onColumns: () => void;
}) {
  if (!rejected || created + updated + unchanged > 0) return null;
  return (
    <Alert
      severity="error"
      sx={alertActionSx}
      action={
        <Button color="inherit" size="small" variant="outlined" onClick={onColumns}>
          Match the columns
        </Button>
      }
    >
      {rejected === 1 ? 'The only row has an error' : `All ${counted(rejected, 'row')} have an error`}. Perhaps another column holds what is
      missing: look at the columns before you correct the file.
    </Alert>
  );
}
