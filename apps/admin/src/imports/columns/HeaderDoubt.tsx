import { matchHeader, type FileInspection, type ImportFormat, type ImportSettings } from '@app/domain';
import { Alert, Button } from '@mui/material';
import { alertActionSx } from '../../parts/alertActionSx';

type Props = { format: ImportFormat; inspection: FileInspection; busy: boolean; onNone: (settings: ImportSettings) => void };

const shown = 3;

/** No column name means anything: perhaps it is no header at all, but the first row. */
export function HeaderDoubt({ format, inspection: { header, columns, settings }, busy, onNone }: Props) {
  if (header.record === null || settings.header !== undefined) return null;
  const { columns: known } = matchHeader(
    format,
    columns.map(({ name }) => name),
  );
  if (known.some(({ certainty }) => certainty !== 'none')) return null;
  const names = columns.map(({ name }) => name.trim()).filter(Boolean);
  return (
    <Alert
      severity="warning"
      sx={alertActionSx}
      action={
        <Button color="inherit" size="small" loading={busy} onClick={() => onNone({ ...settings, mapping: {}, header: false })}>
          No, this is a row of data
        </Button>
      }
    >
      Are these the names of the columns?{' '}
      <strong>
        {names.slice(0, shown).join(', ')}
        {names.length > shown && ', …'}
      </strong>
    </Alert>
  );
}
