import type { ImportStatus } from '@app/domain';

export const statusTexts: Record<ImportStatus, string> = {
  pending: 'Waiting',
  awaiting_mapping: 'Needs its columns',
  awaiting_confirmation: 'Needs confirmation',
  processing: 'Running',
  paused: 'Paused',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  reverted: 'Reverted',
};
