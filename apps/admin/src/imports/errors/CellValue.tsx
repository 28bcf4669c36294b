import { Box } from '@mui/material';
import { monospace } from '../../theme';

/** A cell as the file has it; an empty one says so. */
export const CellValue = ({ value }: { value: string | null }) => (
  <Box component="span" sx={value ? { fontFamily: monospace, fontSize: '0.8125rem', whiteSpace: 'pre-wrap' } : { color: 'text.secondary' }}>
    {value || (value === '' ? 'empty' : '–')}
  </Box>
);
