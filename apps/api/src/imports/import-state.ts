import {
  phaseTexts,
  progressOf,
  type ImportJob,
  type ImportKindName,
  type ImportPhase,
  type ImportStatus,
  type Progress,
} from '@app/domain';
import { importKinds } from './kinds/index.js';

/** While an import runs its counts are the sums over segments and chunks; when it has ended they are on its row. */
export const importState = `
  select i.*, i.finished_at is null as "isOpen", s.*, c.*,
         i.version + coalesce(s.cut, 0) + coalesce(s.staged, 0) + coalesce(c.applied_chunks, 0) as progress_version,
         extract(epoch from coalesce(i.finished_at, clock_timestamp()) - i.started_at)::float8 as elapsed,
         extract(epoch from clock_timestamp() - i.phase_at)::float8 as in_phase,
         case when i.is_open then (select actor from turns order by no limit 1) end as first_in_line,
         case when i.is_open then (select count(*)::int from turns t where t.no < (select no from turns where actor = i.work)) end as ahead,
         case when i.status in ('pending', 'processing') then
           extract(epoch from clock_timestamp() - greatest(i.beat_at, s.last_staged, c.last_applied))::int end as silent_seconds,
         (select jsonb_build_object('id', p.id, 'name', p.name, 'version', i.profile_version) from import_profiles p where p.id = i.profile_id) as profile
    from (select *, finished_at is null or phase = 'reverting' as is_open, case phase when 'reverting' then 'revert:' else 'import:' end || id as work from imports) i
    left join lateral (
      select count(*)::int as cut, count(staged_at)::int as staged, coalesce(sum(row_count), 0)::int as cut_rows,
             max(greatest(cut_at, staged_at)) as last_staged,
             coalesce(max(to_byte), 0) as cut_bytes, coalesce(sum(to_byte - from_byte) filter (where staged_at is not null), 0)::float8 as staged_bytes,
             coalesce(sum(row_count) filter (where staged_at is not null), 0)::int as staged_rows, coalesce(sum(rejected), 0)::int as staged_rejected,
             coalesce(sum(row_count) filter (where staged_at > clock_timestamp() - interval '10 s'), 0)::int as staged_lately
        from segments where import_id = i.id and i.finished_at is null) s on true
    left join lateral (
      select count(applied_at)::int as applied_chunks, max(applied_at) as last_applied, coalesce(sum(row_count) filter (where applied_at is not null), 0)::int as applied_rows,
             coalesce(sum(created), 0)::int as chunk_created, coalesce(sum(updated), 0)::int as chunk_updated, coalesce(sum(unchanged), 0)::int as chunk_unchanged,
             coalesce(sum(deleted), 0)::int as chunk_deleted, coalesce(sum(kept), 0)::int as chunk_kept,
             coalesce(sum(row_count) filter (where applied_at > clock_timestamp() - interval '10 s'), 0)::int as applied_lately
        from chunks where actor = i.work and i.is_open) c on true`;

const statusTexts: Partial<Record<ImportStatus, string>> = {
  failed: 'Import failed',
  cancelled: 'Import cancelled',
  reverted: 'Import undone',
  awaiting_mapping: 'Waiting for the columns to be named',
  awaiting_confirmation: 'Waiting for confirmation',
  paused: 'Paused',
};
const iso = (time: Date | null) => time?.toISOString() ?? null;

export type StateRow = Record<string, any>; // as the driver gives it; importJob gives it its type

/** A row of `importState` as the domain has it. An import can be undone for so many days. */
export function importJob(row: StateRow, historyDays: number): ImportJob {
  const open: boolean = row.isOpen;
  const reverting = row.phase === 'reverting';
  const counts = open
    ? {
        rows: row.cut_rows,
        rejected: row.staged_rejected,
        created: row.chunk_created,
        updated: row.chunk_updated,
        unchanged: row.chunk_unchanged,
      }
    : { rows: row.rows, rejected: row.rejected, created: row.created, updated: row.updated, unchanged: row.unchanged };
  const processed = counts.rejected + row.superseded + counts.created + counts.updated + counts.unchanged;
  const importing = row.phase === 'importing' || reverting;
  const waits = importing && !row.has_turn && row.ahead > 0 ? row.first_in_line : null;
  const course = reverting
    ? courseOfRevert(row)
    : progressOf({
        status: row.status,
        phase: row.phase,
        rows: open ? row.cut_rows : row.rows,
        staged: open ? shareStaged(row) : 1,
        winners: row.winners,
        applied: open ? row.applied_rows : counts.created + counts.updated + counts.unchanged,
        elapsed: row.elapsed ?? 0,
        recent: importing ? row.applied_lately : row.staged_lately,
        window: Math.min(10, (importing ? row.in_phase : row.elapsed) ?? 0),
      });
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    phase: row.phase,
    message: waits
      ? `Waiting for ${waits.replace(':', ' ')}…`
      : (statusTexts[row.status as ImportStatus] ?? phaseTexts[row.phase as ImportPhase]),
    fileName: row.file_name,
    bytes: row.bytes,
    sha256: row.sha256,
    ...counts,
    validated: open ? row.staged_rows : row.rows,
    processed,
    superseded: row.superseded,
    notProcessed: counts.rows - processed,
    blankLines: row.blank_lines,
    ...course,
    failure: row.failure,
    warnings: row.warnings,
    waitsFor: waits,
    queuePosition: waits ? row.ahead : null,
    silentSeconds: row.silent_seconds,
    parentId: row.parent_id,
    isChecked: row.is_checked,
    check: row.checked,
    canRevert: canRevert(row, historyDays),
    revert: row.revert && {
      ...row.revert,
      ...(reverting && { removed: row.chunk_deleted, restored: row.chunk_updated, kept: row.chunk_kept }),
      startedAt: iso(new Date(row.revert.startedAt)), // in the record they stand as PostgreSQL writes times in JSON
      finishedAt: iso(row.revert.finishedAt && new Date(row.revert.finishedAt)),
    },
    profile: row.profile,
    phaseSeconds: row.phase_seconds,
    actor: row.actor,
    progressVersion: row.progress_version,
    createdAt: row.created_at.toISOString(),
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
  };
}

/** Finished, with something written, by a kind that can be undone, not undone before, and not too long ago. */
function canRevert({ kind, status, created, updated, finished_at, revert }: StateRow, historyDays: number): boolean {
  const isOver = status === 'completed' || status === 'failed' || status === 'cancelled';
  const isRecent = finished_at && Date.now() - finished_at.getTime() < historyDays * 86_400_000;
  return Boolean(isOver && isRecent && created + updated > 0 && !revert && importKinds[kind as ImportKindName].restore);
}

function courseOfRevert({ revert, applied_rows, applied_lately, in_phase }: StateRow): Progress {
  const left = revert.total - applied_rows;
  return {
    progress: Math.min(99, Math.floor((100 * applied_rows) / Math.max(1, revert.total))),
    rowsPerSecond: Math.round(applied_lately / Math.max(1, Math.min(10, in_phase))),
    etaSeconds: in_phase >= 3 && applied_rows > 0 ? Math.max(1, Math.round((in_phase * left) / applied_rows)) : null,
  };
}

/** A copy in UTF-8 is as long as it turns out; while it is being cut, hardly ever half as long again as the file that came. */
function shareStaged({ text_key, phase, bytes, cut_bytes, staged_bytes }: StateRow): number {
  const all = !text_key ? bytes : phase === 'parsing' ? Math.max(cut_bytes, bytes * 1.5) : cut_bytes;
  return all > 0 ? Math.min(1, staged_bytes / all) : 0;
}
