import type { FileInspection } from '@app/domain';
import { Alert, AlertTitle, Box } from '@mui/material';
import { monospace } from '../../theme';
import { encodingTexts } from './readingTexts';

/** The characters could mean something else: a piece of text shows whether they were read rightly. */
export const EncodingDoubt = ({ encoding }: { encoding: FileInspection['encoding'] }) =>
  encoding.isGuess && (
    <Alert severity="warning" sx={{ mb: 2.5, '& .MuiAlert-message': { minWidth: 0 } }}>
      <AlertTitle>This file is not UTF-8. It is read as {encodingTexts[encoding.value]}; please look whether that is right.</AlertTitle>
      {encoding.sample && (
        <>
          If this text looks as it should, go on; otherwise choose another encoding:
          <Box sx={{ mt: 1, fontFamily: monospace, fontSize: '0.875rem', overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {encoding.sample}
          </Box>
        </>
      )}
    </Alert>
  );
