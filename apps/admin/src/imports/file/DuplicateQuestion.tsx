import { Alert, AlertTitle, Box, Button, Link } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { plainDate } from '../../parts/plainDate';
import { Who } from '../Who';
import type { Duplicate } from './useUpload';

type Props = { duplicate: Duplicate; onAgain: () => void; onLeave: () => void };

/** The same file came before: perhaps by mistake, perhaps on purpose. */
export const DuplicateQuestion = ({ duplicate: { importId, importedAt, actor }, onAgain, onLeave }: Props) => (
  <Alert severity="warning" role="alert">
    <AlertTitle>
      Imported on {plainDate(importedAt)} by <Who actor={actor} />. Import again?
    </AlertTitle>
    It is the very same file as that of{' '}
    <Link component={RouterLink} to={`/imports/${importId}`} underline="always">
      import {importId}
    </Link>
    . Products that already say the same stay untouched.
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1.5 }}>
      <Button variant="outlined" color="inherit" onClick={onAgain}>
        Import again
      </Button>
      <Button color="inherit" onClick={onLeave}>
        Leave it
      </Button>
    </Box>
  </Alert>
);
