import { Box, Button, Card, CardContent } from '@mui/material';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { ChosenFile } from './ChosenFile';
import { DropZone } from './DropZone';
import { ExpectedColumns } from './ExpectedColumns';
import { fileFault } from './fileFault';
import { UploadFailure } from './UploadFailure';
import { UploadProgress } from './UploadProgress';
import { useUpload } from './useUpload';

/** From choosing a file to its upload; the import's own page goes on from there. */
export function ImportForm() {
  const navigate = useNavigate();
  const [file, setFile] = useState<File>();
  const { upload, failure, start, cancel, forget } = useUpload(({ id }) => navigate(`/imports/${id}`));
  const fault = file && fileFault(file);

  const choose = (chosen: File | undefined) => {
    forget();
    setFile(chosen);
  };

  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Card>
        <CardContent sx={{ p: { xs: 2, sm: 3 }, '&:last-child': { pb: { xs: 2, sm: 3 } }, display: 'grid', gap: 2 }}>
          {upload && file ? (
            <UploadProgress fileName={file.name} upload={upload} onCancel={cancel} />
          ) : (
            <>
              <DropZone onFile={choose} small={file !== undefined} />
              {file && <ChosenFile file={file} onRemove={() => choose(undefined)} />}
              {(fault ?? failure) && <UploadFailure failure={(fault ?? failure)!} />}
              {file && (
                <Button
                  variant="contained"
                  size="large"
                  disabled={fault !== undefined}
                  onClick={() => start(file)}
                  sx={{ justifySelf: { sm: 'start' } }}
                >
                  Start import
                </Button>
              )}
            </>
          )}
        </CardContent>
      </Card>
      <ExpectedColumns />
    </Box>
  );
}
