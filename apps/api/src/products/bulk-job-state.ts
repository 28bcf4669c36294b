import { isFinished, type BulkJob } from '@app/domain';

/** What a bulk job is and has done: its counts are always the sums over its chunks, and over those of undoing it. */
export const bulkJobState = `
  select b.*, c.*, u.*, b.version + c.steps + u.undo_steps as progress_version,
         case when b.status in ('pending', 'processing') and not b.has_turn then (select actor from turns order by no limit 1) end as first_in_line
    from bulk_jobs b
    cross join lateral (
      select count(applied_at)::int as steps, coalesce(sum(updated), 0)::int as updated, coalesce(sum(deleted), 0)::int as deleted,
             coalesce(sum(unchanged), 0)::int as unchanged, coalesce(sum(kept), 0)::int as kept,
             bool_and(outcomes is not null) filter (where updated + deleted > 0) as is_remembered
        from chunks where actor = 'bulk:' || b.id) c
    cross join lateral (
      select count(applied_at)::int as undo_steps, coalesce(sum(row_count), 0)::int as undo_total,
             coalesce(sum(created + updated), 0)::int as undo_restored, coalesce(sum(kept), 0)::int as undo_kept
        from chunks where actor = 'undo:' || b.id) u`;

export type StateRow = Record<string, any>; // as the driver gives it; bulkJob gives it its type

const iso = (time: Date | null) => time?.toISOString() ?? null;

/** A row of `bulkJobState` as the domain has it. A bulk job can be undone for so many days. */
export function bulkJob(row: StateRow, historyDays: number): BulkJob {
  const { id, action, attribute, status, phase, total, updated, deleted, unchanged, kept } = row;
  const processed = updated + deleted + unchanged + kept;
  const ownWork = phase === 'undoing' ? `undo:${id}` : `bulk:${id}`;
  const undo: BulkJob['undo'] = row.undo_actor && {
    status: row.undo_finished_at ? 'completed' : 'processing',
    total: row.undo_total,
    processed: row.undo_restored + row.undo_kept,
    restored: row.undo_restored,
    kept: row.undo_kept,
    actor: row.undo_actor,
    startedAt: iso(row.undo_started_at)!,
    finishedAt: iso(row.undo_finished_at),
  };
  return {
    id,
    action,
    attribute,
    status,
    phase,
    total,
    processed,
    updated,
    deleted,
    unchanged,
    kept,
    progress: phase === 'complete' ? 100 : phase === 'undoing' ? percent(undo!.processed, undo!.total) : percent(processed, total),
    waitsFor: row.first_in_line === ownWork ? null : row.first_in_line,
    actor: row.actor,
    canUndo: isFinished(row as BulkJob) && !undo && row.is_remembered === true && isRecent(row.finished_at, historyDays),
    undo,
    failure: row.failure,
    progressVersion: row.progress_version,
    createdAt: row.created_at.toISOString(),
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
  };
}

/** 100 is the end. */
const percent = (done: number, all: number) => Math.min(99, Math.floor((100 * done) / Math.max(1, all)));
const isRecent = (time: Date, days: number) => Date.now() - time.getTime() < days * 86_400_000;
