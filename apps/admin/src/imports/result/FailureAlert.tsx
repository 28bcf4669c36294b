import type { ImportFailure } from '@app/domain';
import { Alert, AlertTitle, Typography } from '@mui/material';
import { count } from '../../parts/count';
import { nextSteps } from './nextSteps';

/** Why an import as a whole failed, where in the file, and what to do next. */
export function FailureAlert({ failure: { code, message, line, byteOffset, column } }: { failure: ImportFailure }) {
  const where = [
    line && `line ${count(line)}`,
    column && `column ${column}`,
    byteOffset !== undefined && `byte ${count(byteOffset)}`,
    code,
  ].filter(Boolean);
  return (
    <Alert severity="error" sx={{ overflowWrap: 'anywhere', '& .MuiAlert-message': { minWidth: 0 } }}>
      <AlertTitle>{message}</AlertTitle>
      {nextSteps[code]}
      <Typography variant="body2" sx={{ mt: 1 }}>
        {where.join(' · ')}
      </Typography>
    </Alert>
  );
}
