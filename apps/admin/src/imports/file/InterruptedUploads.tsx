import { Alert, Box, Button } from '@mui/material';
import { fileSize } from '../../parts/fileSize';
import type { InterruptedUpload } from './useInterruptedUploads';

type Props = { uploads: InterruptedUpload[]; forget: (upload: InterruptedUpload) => void };

/** Uploads that a reload or a closed tab cut off. A browser gives no file back by itself: it has to be chosen again. */
export const InterruptedUploads = ({ uploads, forget }: Props) =>
  uploads.map((upload) => (
    <Alert key={upload.url} severity="info" sx={{ '& .MuiAlert-message': { minWidth: 0, flexGrow: 1 } }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, justifyContent: 'space-between' }}>
        <Box sx={{ overflowWrap: 'anywhere' }}>
          <strong>{upload.name}</strong> was interrupted: {fileSize(upload.arrived)} of {fileSize(upload.size)} have arrived. Choose the
          same file again, and the upload goes on from there.
        </Box>
        <Button size="small" color="inherit" onClick={() => forget(upload)}>
          Discard it
        </Button>
      </Box>
    </Alert>
  ));
