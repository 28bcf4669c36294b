import { Box } from '@mui/material';
import { ExpectedColumns } from './ExpectedColumns';
import { UploadCard } from './UploadCard';

type Props = { check: boolean; onCheck: (check: boolean) => void };

/** From choosing a file to its upload; the import's own page goes on from there. */
export const ImportForm = ({ check, onCheck }: Props) => (
  <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
    <UploadCard check={check} onCheck={onCheck} />
    <ExpectedColumns />
  </Box>
);
