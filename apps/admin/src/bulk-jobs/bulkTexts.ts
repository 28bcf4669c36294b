import type { BulkJob } from '@app/domain';
import { count, counted } from '../parts/count';

type Texts = { title: string; doing: string; done: string };

const texts: Record<BulkJob['action'], Texts> = {
  delete: { title: 'Delete', doing: 'Deleting', done: 'deleted' },
  activate: { title: 'Activate', doing: 'Activating', done: 'activated' },
  deactivate: { title: 'Deactivate', doing: 'Deactivating', done: 'deactivated' },
  set_attribute: { title: 'Change', doing: 'Changing', done: 'changed' },
};
export const bulkTexts = (action: BulkJob['action']): Texts => texts[action];

type Deed = Pick<BulkJob, 'action' | 'attribute'>;

/** What it does to each product: "Deactivate", "Set color to red". */
export function sayDeed({ action, attribute }: Deed): string {
  if (!attribute) return texts[action].title;
  return attribute.value === null ? `Remove ${attribute.key}` : `Set ${attribute.key} to “${attribute.value}”`;
}

/** A bulk job as a title: "Deactivate 38,110 products". */
export const bulkTitle = (bulkJob: BulkJob): string =>
  bulkJob.attribute
    ? `${sayDeed(bulkJob)}: ${counted(bulkJob.total, 'product')}`
    : `${sayDeed(bulkJob)} ${counted(bulkJob.total, 'product')}`;

/** What came of it, as one sentence. */
export function sayOutcome({ action, status, total, processed, updated, deleted, unchanged, kept, undo, failure }: BulkJob): string {
  if (status === 'reverted' && undo) {
    return `${counted(undo.restored, 'product')} restored${undo.kept ? `, ${count(undo.kept)} left as ${undo.kept === 1 ? 'it is' : 'they are'}` : ''}`;
  }
  const done = `${counted(updated + deleted, 'product')} ${texts[action].done}`;
  if (status === 'failed') return `Failed: ${failure?.message ?? 'it could not go on'} ${done}`;
  const more = [
    unchanged && `${count(unchanged)} already so`,
    kept && `${count(kept)} left as ${kept === 1 ? 'it is' : 'they are'}`,
  ].filter(Boolean);
  if (status === 'cancelled') return `Cancelled: ${done}, ${count(Math.max(0, total - processed))} not reached`;
  return [done, ...more].join(', ');
}
