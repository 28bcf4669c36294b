import type { ImportStatus } from '@app/domain';
import CancelledIcon from '@mui/icons-material/BlockOutlined';
import CompletedIcon from '@mui/icons-material/CheckCircleOutlined';
import FailedIcon from '@mui/icons-material/ErrorOutlineOutlined';
import HandIcon from '@mui/icons-material/PanToolOutlined';
import PausedIcon from '@mui/icons-material/PauseCircleOutlined';
import PendingIcon from '@mui/icons-material/Schedule';
import RunningIcon from '@mui/icons-material/Sync';
import RevertedIcon from '@mui/icons-material/UndoOutlined';
import type { SvgIconProps } from '@mui/material';
import type { ComponentType } from 'react';
import { IconLabel } from './IconLabel';
import type { Outcome } from './outcomes';
import { statusTexts } from './statusTexts';

const looks: Record<ImportStatus, { icon: ComponentType<SvgIconProps>; colour: Outcome }> = {
  pending: { icon: PendingIcon, colour: 'unchanged' },
  awaiting_mapping: { icon: HandIcon, colour: 'superseded' },
  awaiting_confirmation: { icon: HandIcon, colour: 'superseded' },
  processing: { icon: RunningIcon, colour: 'updated' },
  paused: { icon: PausedIcon, colour: 'superseded' },
  completed: { icon: CompletedIcon, colour: 'created' },
  failed: { icon: FailedIcon, colour: 'rejected' },
  cancelled: { icon: CancelledIcon, colour: 'unchanged' },
  reverted: { icon: RevertedIcon, colour: 'superseded' },
};

/** A status as icon, word and colour. */
export const StatusLabel = ({ status }: { status: ImportStatus }) => <IconLabel {...looks[status]}>{statusTexts[status]}</IconLabel>;
