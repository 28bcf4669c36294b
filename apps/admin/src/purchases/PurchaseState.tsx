import type { Purchase } from '@app/domain';
import LiveIcon from '@mui/icons-material/CheckCircleOutlined';
import CanceledIcon from '@mui/icons-material/CancelOutlined';
import CancellationIcon from '@mui/icons-material/UndoOutlined';
import { Box } from '@mui/material';

const looks = {
  live: { icon: LiveIcon, word: 'Live', colour: 'created' },
  canceled: { icon: CanceledIcon, word: 'Canceled', colour: 'rejected' },
  cancellation: { icon: CancellationIcon, word: 'Cancellation', colour: 'superseded' },
} as const;

/** A purchase, a canceled one, or the event that cancels one: icon, word and colour. */
export function PurchaseState({ purchase: { status, canceledById } }: { purchase: Pick<Purchase, 'status' | 'canceledById'> }) {
  const { icon: Icon, word, colour } = looks[status === 'canceled' ? 'cancellation' : canceledById ? 'canceled' : 'live'];
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75, whiteSpace: 'nowrap', verticalAlign: 'middle' }}>
      <Icon aria-hidden sx={{ fontSize: 18, color: (theme) => theme.palette.outcome[colour] }} />
      {word}
    </Box>
  );
}
