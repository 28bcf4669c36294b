import type { ImportJob } from '@app/domain';
import { counted } from '../../parts/count';

/** What came of an import, in a headline. */
export function resultTitle({ status, rejected }: ImportJob): string {
  if (status === 'failed') return 'Import failed';
  if (status === 'cancelled') return 'Import cancelled';
  if (status === 'reverted') return 'Import reverted';
  return rejected ? `Import complete, ${counted(rejected, 'row')} rejected` : 'Import complete';
}
