import { Alert, AlertTitle } from '@mui/material';
import type { Failure } from './useUpload';

const nextSteps: Record<string, string> = {
  empty_file: 'Choose a file with at least one row.',
  too_large: 'Split it into several files, each with the header line if there is one; import one after the other.',
  not_a_csv: 'Save it as "CSV UTF-8" from your spreadsheet program and choose that file.',
  unsupported_media_type: 'Save it as "CSV UTF-8" from your spreadsheet program and choose that file.',
  connection: 'Nothing was imported. Check the connection, then start again: what has arrived is not sent twice.',
  not_found: 'It was kept for a day and is gone. Start again.',
  unavailable: 'Nothing was imported. Wait a moment, then start again.',
  forbidden: 'Ask an administrator for the right to import.',
};

/** Why a file was not taken, and what to do about it. */
export const UploadFailure = ({ failure: { code, message } }: { failure: Failure }) => (
  <Alert severity="error" role="alert">
    <AlertTitle>{message}</AlertTitle>
    {nextSteps[code] ?? 'Nothing was imported. You can start again.'}
  </Alert>
);
