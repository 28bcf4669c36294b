import GoodIcon from '@mui/icons-material/CheckCircleOutlined';
import FaultIcon from '@mui/icons-material/ErrorOutlineOutlined';
import { Box } from '@mui/material';
import type { RepairedRow } from './useRepair';

/** Whether a row is right by now; what is wrong with the row as a whole stands here, having no cell of its own. */
export function RowState({ repaired: { faults, isEdited } }: { repaired: RepairedRow }) {
  const whole = faults.find(({ column }) => column === null);
  const good = faults.length === 0 && isEdited;
  const Icon = good ? GoodIcon : FaultIcon;
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', alignItems: 'flex-start', gap: 0.5, fontSize: '0.8125rem', minWidth: whole ? 160 : 0 }}
    >
      <Icon aria-hidden sx={{ fontSize: 18, flexShrink: 0, color: ({ palette }) => palette.outcome[good ? 'created' : 'rejected'] }} />
      {whole?.message ?? (good ? 'right' : 'wrong')}
    </Box>
  );
}
