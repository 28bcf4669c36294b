import type { ImportJob } from '@app/domain';
import { Alert, Button } from '@mui/material';
import { alertActionSx } from '../../parts/alertActionSx';
import { counted } from '../../parts/count';
import { useImportCommand } from '../useImportCommand';
import { isOwnGroup } from '../columns/columnChoices';
import { useInspection } from '../useInspection';

/** Rows are rejected because variants leave their name to the row above: one click fills them down and checks again. */
export function FillDownOffer({ importJob: { id, rejected } }: { importJob: ImportJob }) {
  const { data: inspection } = useInspection(id);
  const { send, isPending } = useImportCommand(id, 'mapping');
  const fillDown = inspection?.fillDown;
  if (!rejected || !fillDown || inspection.settings.fillDown !== undefined) return null;
  return (
    <Alert
      severity="info"
      sx={alertActionSx}
      action={
        <Button color="inherit" size="small" loading={isPending} onClick={() => send({ ...inspection.settings, fillDown: fillDown.group })}>
          Fill down and check again
        </Button>
      }
    >
      {counted(fillDown.emptyCells, 'row leaves', 'rows leave')} the {fillDown.field} to the row above
      {isOwnGroup(inspection) ? '' : `, within the same ${fillDown.group}`}, as exports with variants do. It can be taken from there.
    </Alert>
  );
}
