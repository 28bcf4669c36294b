import FileIcon from '@mui/icons-material/DescriptionOutlined';
import RemoveIcon from '@mui/icons-material/Close';
import { Box, IconButton, Tooltip, Typography } from '@mui/material';
import { fileSize } from '../../parts/fileSize';
import { RelativeTime } from '../../parts/RelativeTime';
import type { InterruptedUpload } from './useInterruptedUploads';

type Props = { file: File; begun?: InterruptedUpload; onRemove: () => void };

export const ChosenFile = ({ file, begun, onRemove }: Props) => (
  <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, p: 1.5, border: 1, borderColor: 'divider', borderRadius: 2 }}>
    <FileIcon color="primary" aria-hidden />
    <Box sx={{ flexGrow: 1, minWidth: 0 }}>
      <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{file.name}</Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {fileSize(file.size)} · changed <RelativeTime at={new Date(file.lastModified).toISOString()} />
        {begun && ` · ${fileSize(begun.arrived)} have arrived already`}
      </Typography>
    </Box>
    <Tooltip title="Remove">
      <IconButton aria-label={`Remove ${file.name}`} onClick={onRemove}>
        <RemoveIcon />
      </IconButton>
    </Tooltip>
  </Box>
);
