import type { BrakeReason, ImportCheck } from './import-job.js';

/** So few are never unusually many. */
const harmless = 100;

/**
 * Why an import must be confirmed by typing its number of changes: it would change or switch off more than a share of the
 * catalogue, or cannot use more than that share of its own rows. None: one click will do.
 * @param things what the import writes, in the plural; `share` 0 to 1; of `catalogue` such things, or of `rows` of the file
 */
export function brakeOf(
  { updated, deactivated, rejected }: Pick<ImportCheck, 'updated' | 'deactivated' | 'rejected'>,
  { things, rows, catalogue, share }: { things: string; rows: number; catalogue: number; share: number },
): BrakeReason[] {
  const percent = Math.round(share * 100);
  const reasons: BrakeReason[] = [
    { code: 'many_updated', count: updated, of: catalogue, message: `It changes more than ${percent} % of all ${things}.` },
    { code: 'many_deactivated', count: deactivated, of: catalogue, message: `It switches off more than ${percent} % of all ${things}.` },
    { code: 'many_rejected', count: rejected, of: rows, message: `More than ${percent} % of its rows cannot be used.` },
  ];
  return reasons.filter(({ count, of }) => count >= harmless && count > of * share);
}
