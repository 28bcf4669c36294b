import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  importKindNames,
  importStatuses,
  type Actor,
  type Encoding,
  type FileInspection,
  type ImportCheck,
  type ImportFailure,
  type ImportJob,
  type ImportKindName,
  helperColumns,
  ImportSettings,
  type ImportPhase,
  type ImportStatus,
  type ImportWarning,
} from '@app/domain';
import { anyOf, contains, equals, ids, isTrue, type ListFields, type ListWindow } from '../http/list.js';
import { tellOfImport } from '../outbox/outbox.js';
import { ENV, type Env } from '../platform/config.js';
import { holdChunks } from '../turns/chunks.js';
import { Turns, type Turn } from '../turns/turns.js';
import { importKinds } from './kinds/index.js';
import { findParent, settingsOf } from './parent.js';
import { dropStaging } from './staging-tables.js';
import type { Dialect } from './dialect.js';
import type { Inspected } from './file-description.js';
import { importJob, importState, type StateRow } from './import-state.js';

/** What the importer needs of an import to take it a step further. */
export type RunningImport = {
  id: number;
  kind: ImportKindName;
  status: ImportStatus;
  phase: ImportPhase;
  epoch: number;
  hasTurn: boolean;
  staging: number;
  fileKey: string;
  bytes: number;
  asked: ImportSettings;
  isChecked: boolean;
  guessedEncoding: Encoding | null;
  textKey: string | null;
  sha256: string;
  dialect: Dialect | null;
  check: ImportCheck | null;
  fileName: string;
  restOf: number | null;
};

/** What it takes to find an import's staged rows. */
export type Staged = Pick<RunningImport, 'id' | 'kind' | 'status' | 'staging' | 'check'>;

/** A file that was stored and shall be imported. */
export type NewImport = Pick<RunningImport, 'kind' | 'fileKey' | 'bytes' | 'sha256' | 'asked'> & {
  fileName: string;
  isChecked?: boolean;
  parentId?: number;
  /** The file is yet to be made, of the rows that this import did not come to. */
  restOf?: number;
  profile?: { id: number; version: number };
  warnings?: ImportWarning[];
};

/** What the list of imports can be ordered and filtered by. */
export const importFields: ListFields = {
  sort: {
    id: 'id',
    fileName: 'file_name',
    status: 'status',
    rows: 'rows',
    createdAt: 'created_at',
    startedAt: 'started_at',
    finishedAt: 'finished_at',
  },
  filter: {
    id: ids('id'),
    status: anyOf('status', importStatuses),
    kind: anyOf('kind', importKindNames),
    fileName: contains('file_name'),
    sha256: equals('sha256'),
    parentId: ids('parent_id'),
    hasErrors: isTrue('(rejected > 0)'),
  },
};

const actorOf = (id: number): Actor => `import:${id}`;
/** How a result file is written. */
const ofResultFiles = { delimiter: ',', encoding: 'utf-8', header: 1 };

const waiting = `'awaiting_mapping', 'awaiting_confirmation', 'paused'`;

/** The place in line of an import, or of undoing it. */
export const turnOf = ({ id, epoch, phase }: Pick<RunningImport, 'id' | 'epoch' | 'phase'>): Turn => ({
  actor: phase === 'reverting' ? `revert:${id}` : actorOf(id),
  table: 'imports',
  id,
  epoch,
});

@Injectable()
export class ImportRepository {
  constructor(
    private readonly db: DataSource,
    private readonly turns: Turns,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Takes a stored file in, and into the line; one that is to be checked first joins the line when it is confirmed. */
  async add(tx: EntityManager, actor: Actor, file: NewImport): Promise<number> {
    const { kind, fileKey, fileName, bytes, sha256, asked, parentId, restOf, isChecked = false, profile, warnings = [] } = file;
    const [{ id }] = await tx.query(
      `insert into imports (kind, actor, file_key, file_name, bytes, sha256, asked, parent_id, is_checked, profile_id, profile_version, warnings, rest_of)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id`,
      [
        kind,
        actor,
        fileKey,
        fileName,
        bytes,
        sha256,
        JSON.stringify(asked),
        parentId,
        isChecked,
        profile?.id,
        profile?.version,
        JSON.stringify(warnings),
        restOf,
      ],
    );
    if (!isChecked) await this.turns.join(tx, actorOf(id));
    return id;
  }

  async findRunning(id: number): Promise<RunningImport | undefined> {
    const [found] = await this.db.query(
      `select id, kind, status, phase, epoch, has_turn as "hasTurn", staging, file_key as "fileKey", bytes, asked, is_checked as "isChecked", guessed_encoding as "guessedEncoding",
              text_key as "textKey", sha256, dialect, file_name as "fileName", rest_of as "restOf", checked as check
         from imports where id = $1 and status in ('pending', 'processing')`,
      [id],
    );
    return found;
  }

  private async findOpen(tx: EntityManager, id: number): Promise<Pick<RunningImport, 'id' | 'epoch' | 'phase'> | undefined> {
    const [found] = await tx.query(`select id, epoch, phase from imports where id = $1 and (finished_at is null or phase = 'reverting')`, [
      id,
    ]);
    return found;
  }

  async show(id: number): Promise<ImportJob | undefined> {
    return (await this.showAll([id]))[0];
  }

  async inspection(id: number): Promise<FileInspection | null> {
    return (await this.db.query('select inspection from imports where id = $1', [id]))[0]?.inspection ?? null;
  }

  /** In one small query, however many are asked for. */
  async showAll(ids: number[], db: Pick<EntityManager, 'query'> = this.db): Promise<ImportJob[]> {
    return ids.length
      ? (await db.query(`${importState} where i.id = any($1)`, [ids])).map((row: StateRow) => importJob(row, this.env.HISTORY_DAYS))
      : [];
  }

  async page({ where, params, orderBy, offset, limit }: ListWindow): Promise<{ rows: ImportJob[]; total: number }> {
    const [[{ total }], found] = await Promise.all([
      this.db.query(`select count(*)::int as total from imports ${where}`, params),
      this.db.query(`select id from imports ${where} ${orderBy} limit ${limit} offset ${offset}`, params),
    ]);
    const order: number[] = found.map(({ id }: { id: number }) => id);
    const rows = await this.showAll(order);
    return { rows: rows.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id)), total };
  }

  /**
   * A new import of what an ended one did not come to: its whole file, or the rows that are left, of which a worker makes a file.
   * Undefined when it has not ended, or completed.
   */
  async toRetry(tx: EntityManager, id: number): Promise<NewImport | undefined> {
    const [found] = await tx.query(
      `select kind, file_key as "fileKey", file_name as "fileName", bytes, sha256, asked, is_checked as "isChecked", created + updated + unchanged > 0 as "isPartlyDone"
         from imports where id = $1 and status in ('failed', 'cancelled')`,
      [id],
    );
    if (!found) return undefined;
    const { isPartlyDone, ...file } = found;
    if (!isPartlyDone) return { ...file, parentId: id };
    const asked = { ...settingsOf((await findParent(tx, id))!, helperColumns.length), ...ofResultFiles };
    return { ...file, asked: ImportSettings.parse(asked), restOf: id, parentId: id };
  }

  /** The file that was made of the rows which another import had left. False: somebody else has made it. */
  async keepRest(id: number, { fileKey, bytes, sha256 }: Pick<RunningImport, 'fileKey' | 'bytes' | 'sha256'>): Promise<boolean> {
    const [, kept] = await this.db.query(
      `update imports set rest_of = null, file_key = $2, bytes = $3, sha256 = $4, version = version + 1, beat_at = clock_timestamp()
        where id = $1 and rest_of is not null and finished_at is null`,
      [id, fileKey, bytes, sha256],
    );
    return kept === 1;
  }

  /** From one phase to the next, if the import is still in the first, and its file is not to be read in another way meanwhile. */
  async move({ id, phase, staging }: Pick<RunningImport, 'id' | 'phase' | 'staging'>, next: ImportPhase): Promise<boolean> {
    const [, moved] = await this.db.query(
      `update imports set status = 'processing', phase = $3, version = version + 1, beat_at = clock_timestamp(),
              started_at = coalesce(started_at, clock_timestamp())
        where id = $1 and phase = $2 and status in ('pending', 'processing') and staging = $4`,
      [id, phase, next, staging],
    );
    return moved === 1;
  }

  /**
   * What was found out about the file. Without a dialect a checked import waits for somebody to name the columns.
   * False: somebody else has found it out, or it is to be read in another way meanwhile.
   */
  async keepInspection(tx: EntityManager, { id, staging, isChecked }: RunningImport, found: Inspected): Promise<boolean> {
    const { textKey, inspection, dialect, warnings } = found;
    const [, kept] = await tx.query(
      `update imports
          set text_key = $3, inspection = $4, dialect = $5, warnings = warnings || $6::jsonb,
              profile_id = coalesce($7, profile_id), profile_version = coalesce($8, profile_version),
              status = case when $9 then 'awaiting_mapping' else status end, version = version + 1, beat_at = clock_timestamp()
        where id = $1 and status = 'processing' and phase = 'parsing' and staging = $2 and dialect is null`,
      [
        id,
        staging,
        textKey,
        JSON.stringify(inspection),
        dialect && JSON.stringify(dialect),
        JSON.stringify(warnings),
        inspection.profile?.id,
        inspection.profile?.version,
        isChecked && !dialect,
      ],
    );
    return kept === 1;
  }

  async keepBlankLines(id: number, blankLines: number): Promise<void> {
    await this.db.query('update imports set blank_lines = $2 where id = $1', [id, blankLines]);
  }

  /** The check is done: a person decides. */
  async keepCheck(tx: EntityManager, { id, staging }: RunningImport, check: ImportCheck, warnings: ImportWarning[]): Promise<void> {
    await tx.query(
      `update imports set status = 'awaiting_confirmation', checked = $2, warnings = warnings || $3::jsonb, version = version + 1, beat_at = clock_timestamp()
        where id = $1 and status = 'processing' and phase = 'comparing' and staging = $4`,
      [id, JSON.stringify(check), JSON.stringify(warnings), staging],
    );
  }

  async keepDiffered(tx: EntityManager, id: number, differed: number | null): Promise<void> {
    await tx.query(`update imports set checked = checked || jsonb_build_object('differed', $2::int) where id = $1`, [id, differed]);
  }

  /** The import if it has staged rows that somebody may still want. */
  async findStaged(id: number): Promise<Staged | undefined> {
    const [found] = await this.db.query(
      `select id, kind, status, staging, checked as check from imports
        where id = $1 and finished_at is null and phase in ('validating', 'comparing', 'importing')`,
      [id],
    );
    return found;
  }

  /** It is to be written: takes its place in line. The caller holds the row. */
  async confirm(tx: EntityManager, id: number, changedSince: number): Promise<void> {
    await tx.query(
      `update imports set status = 'processing', phase = 'importing', confirmed_at = clock_timestamp(), version = version + 1, beat_at = clock_timestamp(),
              checked = checked || jsonb_build_object('changedSince', $2::int)
        where id = $1`,
      [id, changedSince],
    );
    await this.turns.join(tx, actorOf(id));
  }

  /**
   * The file is to be read in another way: everything found out so far is forgotten, and what is still being done for the earlier
   * way finds its tables and its number gone. `guessedEncoding`: what it is perhaps written in. False: the import is confirmed, was never to be checked, or has ended.
   */
  async reread(tx: EntityManager, id: number, asked: ImportSettings, guessedEncoding?: Encoding): Promise<boolean> {
    const [, found] = await tx.query(
      `update imports
          set asked = $2, guessed_encoding = $3, staging = staging + 1, status = 'processing', phase = 'parsing', dialect = null, inspection = null, text_key = null, checked = null,
              winners = 0, superseded = 0, warnings = coalesce((select jsonb_agg(w) from jsonb_array_elements(warnings) w where w ->> 'code' = 'same_file'), '[]'),
              version = version + 1 + (select count(*) + count(staged_at) from segments where import_id = $1), beat_at = clock_timestamp()
        where id = $1 and is_checked and confirmed_at is null and status in ('pending', 'processing', 'awaiting_mapping', 'awaiting_confirmation')`,
      [id, JSON.stringify(asked), guessedEncoding],
    );
    if (!found) return false;
    await dropStaging(tx, id);
    await tx.query('delete from segments where import_id = $1', [id]);
    await tx.query('delete from row_errors where import_id = $1', [id]);
    await tx.query('delete from chunks where actor = $1', [actorOf(id)]);
    return true;
  }

  /** Waits for the chunk under way; keeps its turn. */
  async pause(tx: EntityManager, id: number): Promise<boolean> {
    const found = await this.findOpen(tx, id);
    await holdChunks(tx, turnOf(found ?? { id, epoch: 0, phase: 'importing' }).actor);
    const [, paused] = await tx.query(
      `update imports set status = 'paused', version = version + 1, beat_at = clock_timestamp() where id = $1 and status in ('pending', 'processing')`,
      [id],
    );
    return paused === 1;
  }

  async resume(tx: EntityManager, id: number): Promise<boolean> {
    const [, resumed] = await tx.query(
      `update imports set status = 'processing', version = version + 1, beat_at = clock_timestamp() where id = $1 and status = 'paused'`,
      [id],
    );
    return resumed === 1;
  }

  /** All chunks applied: completed, if it is not already over. */
  complete(tx: EntityManager, id: number): Promise<boolean> {
    return this.end(
      tx,
      id,
      'completed',
      `status = 'processing' and phase = 'importing' and not exists (select from chunks where actor = 'import:' || $1 and applied_at is null)`,
    );
  }

  fail(tx: EntityManager, id: number, failure: ImportFailure): Promise<boolean> {
    return this.end(tx, id, 'failed', `status in ('pending', 'processing')`, failure);
  }

  /** Waits for the chunks under way; none is applied afterwards. */
  cancel(tx: EntityManager, id: number): Promise<boolean> {
    return this.end(tx, id, 'cancelled', `status not in ('completed', 'failed', 'cancelled', 'reverted')`);
  }

  expire(tx: EntityManager, id: number): Promise<boolean> {
    const message = 'Nobody decided within a day.';
    return this.end(tx, id, 'cancelled', `status in (${waiting})`, { code: 'expired', message });
  }

  /** Imports that have waited for a person for a day. */
  async waitedTooLong(): Promise<number[]> {
    const found = await this.db.query(
      `select id from imports where status in (${waiting}) and finished_at is null and beat_at < now() - interval '24 hours'`,
    );
    return found.map(({ id }: { id: number }) => id);
  }

  /** Staged rows are gone: stage them again. What is applied already stays applied; a new epoch fences off the rest. */
  async restage(tx: EntityManager, id: number, staging: number): Promise<number | undefined> {
    await holdChunks(tx, actorOf(id));
    const [[moved]] = await tx.query(
      `update imports set status = case status when 'awaiting_confirmation' then 'processing' else status end, phase = 'validating',
              epoch = epoch + 1, staging = staging + 1, beat_at = clock_timestamp(),
              version = version + 1 + (select count(staged_at) from segments where import_id = $1) -- which are about to count for nothing
        where id = $1 and finished_at is null and phase in ('validating', 'comparing', 'importing') and staging = $2
        returning staging`,
      [id, staging],
    );
    return moved?.staging;
  }

  /** Undoing begins: it takes its place in line. */
  async revert(tx: EntityManager, actor: Actor, id: number): Promise<void> {
    await tx.query(
      `update imports
          set status = 'processing', phase = 'reverting', has_turn = false, epoch = epoch + 1, version = version + 1, beat_at = clock_timestamp(),
              revert = jsonb_build_object('total', created + updated, 'removed', 0, 'restored', 0, 'kept', 0, 'actor', $2::text,
                                          'startedAt', to_json(clock_timestamp()), 'finishedAt', null)
        where id = $1`,
      [id, actor],
    );
    await this.turns.join(tx, `revert:${id}`);
  }

  /** A sign of life of whoever works for it; skipped while others hold the row, for then there are others. */
  async beat(id: number): Promise<void> {
    await this.db.query(
      `update imports set beat_at = clock_timestamp()
        where id = (select id from imports where id = $1 and status in ('pending', 'processing') for no key update skip locked)`,
      [id],
    );
  }

  /** Running imports that have shown no sign of life for so long. */
  async silent(ms: number): Promise<{ id: number; progressVersion: number }[]> {
    return this.db.query(
      `select i.id, i.version + (select count(*) + count(staged_at) from segments where import_id = i.id)::int
                        + (select count(applied_at) from chunks where actor in ('import:' || i.id, 'revert:' || i.id))::int as "progressVersion"
         from imports i
        where i.status in ('pending', 'processing')
          and greatest(i.beat_at, (select max(greatest(cut_at, staged_at)) from segments where import_id = i.id),
                       (select max(applied_at) from chunks where actor in ('import:' || i.id, 'revert:' || i.id))) < clock_timestamp() - $1 * interval '1 ms'
        order by i.id`,
      [ms],
    );
  }

  /** From here on nothing that an earlier holder of the import still does can commit a chunk. */
  async takeOver(id: number): Promise<void> {
    await this.db.transaction(async (tx) => {
      const found = await this.findOpen(tx, id);
      if (found) await holdChunks(tx, turnOf(found).actor);
      await tx.query(
        `update imports set epoch = epoch + 1, beat_at = clock_timestamp() where id = $1 and status in ('pending', 'processing')`,
        [id],
      );
    });
  }

  private async hasWritten(tx: EntityManager, id: number): Promise<boolean> {
    return (await tx.query('select from chunks where actor = $1 and applied_at is not null limit 1', [actorOf(id)])).length > 0;
  }

  /** Imports that have ended, but are not finished with. */
  async unfinished(): Promise<number[]> {
    const ended: { id: number }[] = await this.db.query(
      `select i.id from turns t join imports i on t.actor = 'import:' || i.id where i.finished_at is not null`,
    );
    return ended.map(({ id }) => id);
  }

  /** What the kind finishes with, also of a part: what it wrote stays, and no later import looks at it. False: there is nothing to do, or somebody is at it. */
  async finishEnded(tx: EntityManager, id: number): Promise<boolean> {
    const [ended] = await tx.query(
      `select i.kind from turns t join imports i on t.actor = 'import:' || i.id where i.id = $1 and i.finished_at is not null for update of t skip locked`,
      [id],
    );
    if (!ended) return false;
    await importKinds[ended.kind as ImportKindName].finish?.(tx, id);
    await this.turns.leave(tx, actorOf(id));
    return true;
  }

  /**
   * Locks: first the line, then the import. The counts become part of its row, and its end is told. What the kind finishes with is part of
   * a completed import; of another one that has written something it keeps the place in line for that, and nobody who cancels waits for it.
   */
  private async end(
    tx: EntityManager,
    id: number,
    status: 'completed' | 'failed' | 'cancelled',
    condition: string,
    failure?: ImportFailure,
  ): Promise<boolean> {
    await this.turns.hold(tx, actorOf(id));
    await holdChunks(tx, actorOf(id));
    const [ended] = await tx.query(`select kind from imports where id = $1 and phase <> 'reverting' and ${condition} for update`, [id]);
    if (!ended) return false;
    const { finish } = importKinds[ended.kind as ImportKindName];
    if (status === 'completed') await finish?.(tx, id);
    if (status === 'completed' || !finish || !(await this.hasWritten(tx, id))) await this.turns.leave(tx, actorOf(id));
    const [[counts]] = await tx.query(
      `update imports i
          set status = $2, phase = case when $2 = 'completed' then 'complete' else phase end, failure = $3, finished_at = clock_timestamp(),
              warnings = case when $2 = 'completed' and s.rows = 0 then warnings || $4::jsonb else warnings end,
              version = version + 1 + s.steps + c.steps, -- where progress_version has come to
              rows = s.rows, rejected = s.rejected, created = c.created, updated = c.updated, unchanged = c.unchanged,
              not_processed = s.rows - s.rejected - superseded - c.created - c.updated - c.unchanged
         from (select coalesce(sum(row_count), 0) as rows, coalesce(sum(rejected), 0) as rejected, count(*) + count(staged_at) as steps from segments where import_id = $1) s,
              (select coalesce(sum(created), 0) as created, coalesce(sum(updated), 0) as updated, coalesce(sum(unchanged), 0) as unchanged, count(applied_at) as steps
                 from chunks where actor = 'import:' || $1) c
        where i.id = $1
       returning i.kind, i.rows, i.created, i.updated, i.unchanged, i.rejected, i.superseded, i.not_processed as "notProcessed"`,
      [id, status, failure && JSON.stringify(failure), JSON.stringify([noRows])],
    );
    await tellOfImport(tx, actorOf(id), `import.${status}`, id, {
      importId: id,
      status,
      ...(failure && { code: failure.code }),
      ...counts,
    });
    return true;
  }
}

const noRows: ImportWarning = { code: 'no_rows', message: 'The file has a header, but no rows.' };
