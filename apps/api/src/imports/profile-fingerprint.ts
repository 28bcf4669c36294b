import { createHash } from 'node:crypto';
import { headerKey, type ImportSettings } from '@app/domain';

/** Says which files have the same header: SHA-256 of the names of its columns in their order, whatever their case and spelling of blanks. */
export const fingerprint = (columns: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify(columns.map(headerKey)))
    .digest('hex');

/** The settings of a profile, with what is said beside it going before. */
export function withProfile(profile: ImportSettings, asked: ImportSettings): ImportSettings {
  const { mapping, onEmpty, unmapped, errorPolicy, ...reading } = asked;
  return {
    ...profile,
    ...Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined)),
    mapping: { ...profile.mapping, ...mapping },
    onEmpty: { ...profile.onEmpty, ...onEmpty },
    unmapped: unmapped === 'ignore' ? profile.unmapped : unmapped, // the default says nothing
    errorPolicy: errorPolicy === 'reject_failed_rows' ? profile.errorPolicy : errorPolicy,
  };
}
