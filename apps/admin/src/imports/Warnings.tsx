import type { ImportWarning } from '@app/domain';
import { Alert } from '@mui/material';

/** What a person should know although the import went through. */
export const Warnings = ({ warnings }: { warnings: ImportWarning[] }) =>
  warnings.map(({ code, message, columns = [] }) => (
    <Alert key={code} severity="info" sx={{ overflowWrap: 'anywhere' }}>
      {message} {columns.length > 0 && <strong>{columns.join(', ')}</strong>}
    </Alert>
  ));
