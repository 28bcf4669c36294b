import type { BrakeReason } from '@app/domain';
import { Alert, AlertTitle, Box } from '@mui/material';
import { count } from '../../parts/count';
import { TypeTheNumber } from '../../parts/TypeTheNumber';

type Props = { reasons: BrakeReason[]; changes: number; onTyped: (changes: number | undefined) => void };

/** The import is about to do unusually much: whoever means it types how much. */
export const Brake = ({ reasons, changes, onTyped }: Props) => (
  <Alert severity="error" role="alert" sx={{ mt: 2.5, '& .MuiAlert-message': { minWidth: 0, flexGrow: 1 } }}>
    <AlertTitle>This is unusually much. Is it the right file?</AlertTitle>
    <Box component="ul" sx={{ m: 0, mb: 2, pl: 2.5 }}>
      {reasons.map(({ code, message, count: n, of }) => (
        <li key={code}>
          {message} {count(n)} of {count(of)}.
        </li>
      ))}
    </Box>
    <TypeTheNumber number={changes} of="changes" onChange={(fits) => onTyped(fits ? changes : undefined)} />
  </Alert>
);
