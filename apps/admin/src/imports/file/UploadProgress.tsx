import { Alert, Box, Button, LinearProgress, Typography } from '@mui/material';
import { duration } from '../../parts/duration';
import { fileSize } from '../../parts/fileSize';
import type { Upload } from './useUpload';

type Props = { fileName: string; upload: Upload; onCancel: () => void };

export function UploadProgress({ fileName, upload: { sent, total, bytesPerSecond, isCut }, onCancel }: Props) {
  const percent = total ? Math.floor((sent / total) * 100) : 0;
  const arrived = sent >= total;
  const facts = [
    `${fileSize(sent)} of ${fileSize(total)}`,
    bytesPerSecond && !arrived && `${fileSize(bytesPerSecond)}/s`,
    bytesPerSecond && !arrived && `about ${duration((total - sent) / bytesPerSecond)} left`,
  ].filter(Boolean);
  return (
    <Box>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 2, alignItems: 'baseline', mb: 1 }}>
        <Typography variant="h2" role="status" sx={{ overflowWrap: 'anywhere' }}>
          {arrived ? `${fileName} has arrived, starting…` : `Uploading ${fileName}…`}
        </Typography>
        <Typography sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}>{percent} %</Typography>
      </Box>
      <LinearProgress
        variant="determinate"
        value={percent}
        aria-label="Upload"
        aria-valuetext={`${percent} percent uploaded`}
        sx={{ height: 10, borderRadius: 5 }}
      />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, mt: 1 }}>
        <Typography sx={{ flexGrow: 1, color: 'text.secondary' }}>{facts.join(' · ')}</Typography>
        {!arrived && <Button onClick={onCancel}>Cancel upload</Button>}
      </Box>
      {isCut && (
        <Alert severity="warning" sx={{ my: 1 }}>
          The connection is lost. The upload goes on by itself where it stopped, as soon as the server can be reached.
        </Alert>
      )}
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        Keep this page open until the upload is done. If you have to leave, choose the same file again later: it goes on from here.
      </Typography>
    </Box>
  );
}
