import type { Delivery, DeliveryState } from '@app/domain';
import DroppedIcon from '@mui/icons-material/BlockOutlined';
import SplitIcon from '@mui/icons-material/CallSplit';
import DeliveredIcon from '@mui/icons-material/CheckCircleOutlined';
import DeadIcon from '@mui/icons-material/ErrorOutlineOutlined';
import ParkedIcon from '@mui/icons-material/LocalParkingOutlined';
import OpenIcon from '@mui/icons-material/Schedule';
import type { SvgIconProps } from '@mui/material';
import type { ComponentType } from 'react';
import { IconLabel } from '../../parts/IconLabel';
import type { Outcome } from '../../parts/outcomes';
import { sayDelivery } from '../webhookTexts';

const looks: Record<DeliveryState, { icon: ComponentType<SvgIconProps>; colour: Outcome }> = {
  open: { icon: OpenIcon, colour: 'updated' },
  delivered: { icon: DeliveredIcon, colour: 'created' },
  split: { icon: SplitIcon, colour: 'superseded' },
  parked: { icon: ParkedIcon, colour: 'superseded' },
  dead: { icon: DeadIcon, colour: 'rejected' },
  dropped: { icon: DroppedIcon, colour: 'unchanged' },
};

export const DeliveryStateLabel = ({ delivery }: { delivery: Delivery }) => (
  <IconLabel {...looks[delivery.state]}>{sayDelivery(delivery).word}</IconLabel>
);
