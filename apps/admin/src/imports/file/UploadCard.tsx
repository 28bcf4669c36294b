import type { ImportKindName } from '@app/domain';
import { Button, Card, CardContent } from '@mui/material';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useImportFormat } from '../kinds/useImportFormat';
import { ChosenFile } from './ChosenFile';
import { DropZone } from './DropZone';
import { DuplicateQuestion } from './DuplicateQuestion';
import { fileFault } from './fileFault';
import { HowToStart } from './HowToStart';
import { InterruptedUploads } from './InterruptedUploads';
import { UploadFailure } from './UploadFailure';
import { UploadProgress } from './UploadProgress';
import { isSameFile, useInterruptedUploads } from './useInterruptedUploads';
import { useUpload } from './useUpload';

type Props = {
  kind: ImportKindName;
  check: boolean;
  onCheck: (check: boolean) => void;
  /** The import whose rejected rows the file repairs. */
  parentId?: number;
};

/** Takes a file, says what can be said of it at once, and sends it. */
export function UploadCard({ kind, check, onCheck, parentId }: Props) {
  const navigate = useNavigate();
  const [file, setFile] = useState<File>();
  const interrupted = useInterruptedUploads();
  const { upload, failure, duplicate, start, cancel, accept, forget } = useUpload({ kind, check, parentId }, ({ id }) =>
    navigate(`/imports/${id}`),
  );
  const maxBytes = useImportFormat(kind)?.limits.bytes;
  const fault = file && fileFault(file, maxBytes);
  const begun = file && interrupted.uploads.find((one) => isSameFile(one, file));

  const choose = (chosen: File | undefined) => {
    forget();
    setFile(chosen);
  };

  return (
    <Card>
      <CardContent sx={{ p: { xs: 2, sm: 3 }, '&:last-child': { pb: { xs: 2, sm: 3 } }, display: 'grid', gap: 2 }}>
        {upload && file ? (
          <UploadProgress fileName={file.name} upload={upload} onCancel={cancel} />
        ) : (
          <>
            <DropZone
              kind={kind}
              onFile={choose}
              small={file !== undefined || parentId !== undefined}
              repairs={parentId !== undefined && !file}
            />
            {!file && <InterruptedUploads {...interrupted} />}
            {file && <ChosenFile file={file} begun={begun} onRemove={() => choose(undefined)} />}
            {fault && <UploadFailure failure={fault} />}
            {failure && <UploadFailure failure={failure} />}
            {duplicate ? (
              <DuplicateQuestion duplicate={duplicate} onAgain={() => accept('allow')} onLeave={() => choose(undefined)} />
            ) : (
              file &&
              !fault && (
                <>
                  <HowToStart check={check} onCheck={onCheck} />
                  <Button variant="contained" size="large" onClick={() => start(file)} sx={{ justifySelf: { sm: 'start' } }}>
                    {begun ? 'Go on with the upload' : check ? 'Upload and check' : 'Upload and import'}
                  </Button>
                </>
              )
            )}
          </>
        )}
      </CardContent>
    </Card>
  );
}
