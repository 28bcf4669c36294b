import type { Webhook } from '@app/domain';
import StoppedIcon from '@mui/icons-material/BlockOutlined';
import OkIcon from '@mui/icons-material/CheckCircleOutlined';
import ParkedIcon from '@mui/icons-material/LocalParkingOutlined';
import FailingIcon from '@mui/icons-material/ErrorOutlineOutlined';
import IdleIcon from '@mui/icons-material/HourglassEmptyOutlined';
import OffIcon from '@mui/icons-material/PauseCircleOutlined';
import { IconLabel } from '../parts/IconLabel';
import { sayState } from './webhookTexts';

/** How a webhook fares: "failing since 14:02, next try 14:32". */
export const WebhookStateLabel = ({ webhook }: { webhook: Webhook }) => (
  <IconLabel {...lookOf(webhook)} wraps>
    {sayState(webhook)}
  </IconLabel>
);

function lookOf({ state, disabledReason, parked }: Webhook) {
  if (state === 'ok' && parked) return { icon: ParkedIcon, colour: 'superseded' } as const;
  if (state === 'ok') return { icon: OkIcon, colour: 'created' } as const;
  if (state === 'failing') return { icon: FailingIcon, colour: 'rejected' } as const;
  if (state === 'idle') return { icon: IdleIcon, colour: 'unchanged' } as const;
  return disabledReason === 'user'
    ? ({ icon: OffIcon, colour: 'unchanged' } as const)
    : ({ icon: StoppedIcon, colour: 'rejected' } as const);
}
