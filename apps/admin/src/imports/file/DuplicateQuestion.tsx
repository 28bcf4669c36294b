import { isFinished, type ImportJob } from '@app/domain';
import { Alert, AlertTitle, Box, Button, Link } from '@mui/material';
import { useGetOne } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { plainDate } from '../../parts/plainDate';
import { statusTexts } from '../../parts/statusTexts';
import { Who } from '../../parts/Who';
import type { Duplicate } from './useUpload';

type Props = { duplicate: Duplicate; onAgain: () => void; onLeave: () => void };

/** The same file came before: perhaps by mistake, perhaps on purpose; perhaps it still waits for somebody. */
export function DuplicateQuestion({ duplicate: { importId, importedAt, actor }, onAgain, onLeave }: Props) {
  const { data: earlier } = useGetOne<ImportJob>('imports', { id: importId });
  const isOpen = earlier !== undefined && !isFinished(earlier);
  return (
    <Alert severity="warning" role="alert">
      <AlertTitle>
        {isOpen ? (
          <>This file is here already: {statusTexts[earlier.status].toLowerCase()}. Import it a second time?</>
        ) : (
          <>
            Imported on {plainDate(importedAt)} by <Who actor={actor} />. Import again?
          </>
        )}
      </AlertTitle>
      It is the very same file as that of{' '}
      <Link component={RouterLink} to={`/imports/${importId}`} underline="always">
        import {importId}
      </Link>
      . Whatever already says the same stays untouched.
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1.5 }}>
        {isOpen && (
          <Button variant="outlined" color="inherit" component={RouterLink} to={`/imports/${importId}`}>
            Go to import {importId}
          </Button>
        )}
        <Button variant={isOpen ? 'text' : 'outlined'} color="inherit" onClick={onAgain}>
          Import again
        </Button>
        <Button color="inherit" onClick={onLeave}>
          Leave it
        </Button>
      </Box>
    </Alert>
  );
}
