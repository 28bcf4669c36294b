import { createHash } from 'node:crypto';
import { headerKey } from '@app/domain';

/** What finds a profile again: SHA-256 over the names of the columns, whatever their case, in their order. */
export const fingerprint = (columns: readonly string[]): string =>
  createHash('sha256').update(columns.map(headerKey).join('\n')).digest('hex');
