import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  importKindNames,
  importStatuses,
  type Actor,
  type ImportFailure,
  type ImportJob,
  type ImportKindName,
  type ImportSettings,
  type ImportPhase,
  type ImportStatus,
  type ImportWarning,
} from '@app/domain';
import { anyOf, contains, equals, ids, isTrue, type ListFields, type ListWindow } from '../http/list.js';
import { tellOfImport } from '../outbox/outbox.js';
import { holdChunks } from '../turns/chunks.js';
import { Turns, type Turn } from '../turns/turns.js';
import type { Dialect } from './dialect.js';
import { importJob, importState } from './import-state.js';

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
};

/** A file that was stored and shall be imported. */
export type NewImport = Pick<RunningImport, 'kind' | 'fileKey' | 'bytes' | 'asked'> & {
  fileName: string;
  sha256: string;
  parentId?: number;
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
export const turnOf = ({ id, epoch }: Pick<RunningImport, 'id' | 'epoch'>): Turn => ({ actor: actorOf(id), table: 'imports', id, epoch });

@Injectable()
export class ImportRepository {
  constructor(
    private readonly db: DataSource,
    private readonly turns: Turns,
  ) {}

  /** Takes a stored file into the line of imports. */
  async add(tx: EntityManager, actor: Actor, { kind, fileKey, fileName, bytes, sha256, asked, parentId }: NewImport): Promise<number> {
    const [{ id }] = await tx.query(
      `insert into imports (kind, actor, file_key, file_name, bytes, sha256, asked, parent_id) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
      [kind, actor, fileKey, fileName, bytes, sha256, JSON.stringify(asked), parentId],
    );
    await this.turns.join(tx, actorOf(id));
    return id;
  }

  async findRunning(id: number): Promise<RunningImport | undefined> {
    const [found] = await this.db.query(
      `select id, kind, status, phase, epoch, has_turn as "hasTurn", staging, file_key as "fileKey", bytes, asked from imports where id = $1 and status in ('pending', 'processing')`,
      [id],
    );
    return found;
  }

  async show(id: number): Promise<ImportJob | undefined> {
    return (await this.showAll([id]))[0];
  }

  /** In one small query, however many are asked for. */
  async showAll(ids: number[]): Promise<ImportJob[]> {
    return ids.length ? (await this.db.query(`${importState} where i.id = any($1)`, [ids])).map(importJob) : [];
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

  /** A new import of the same file as an ended one's; undefined when that one has not ended, or completed. */
  async toRetry(tx: EntityManager, id: number): Promise<NewImport | undefined> {
    const [found] = await tx.query(
      `select kind, file_key as "fileKey", file_name as "fileName", bytes, sha256, asked, id as "parentId" from imports where id = $1 and status in ('failed', 'cancelled')`,
      [id],
    );
    return found;
  }

  /** From one phase to the next, if the import is still in the first. */
  async move({ id, phase }: Pick<RunningImport, 'id' | 'phase'>, next: ImportPhase): Promise<boolean> {
    const [, moved] = await this.db.query(
      `update imports set status = 'processing', phase = $3, version = version + 1, phase_at = clock_timestamp(), beat_at = clock_timestamp(),
              started_at = coalesce(started_at, clock_timestamp())
        where id = $1 and phase = $2 and status in ('pending', 'processing')`,
      [id, phase, next],
    );
    return moved === 1;
  }

  async keepDialect(tx: EntityManager, id: number, dialect: Dialect, warnings: ImportWarning[]): Promise<void> {
    await tx.query('update imports set dialect = $2, warnings = $3, version = version + 1 where id = $1', [
      id,
      JSON.stringify(dialect),
      JSON.stringify(warnings),
    ]);
  }

  async keepBlankLines(id: number, blankLines: number): Promise<void> {
    await this.db.query('update imports set blank_lines = $2 where id = $1', [id, blankLines]);
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
    return this.end(tx, id, 'cancelled', `status in ('pending', 'processing')`);
  }

  /** Staged rows are gone: stage them again. What is applied already stays applied; a new epoch fences off the rest. */
  async restage(tx: EntityManager, id: number, staging: number): Promise<number | undefined> {
    await holdChunks(tx, actorOf(id));
    const [[moved]] = await tx.query(
      `update imports set phase = 'validating', epoch = epoch + 1, staging = staging + 1, version = version + 1, phase_at = clock_timestamp(), beat_at = clock_timestamp()
        where id = $1 and status = 'processing' and phase in ('validating', 'importing') and staging = $2
        returning staging`,
      [id, staging],
    );
    return moved?.staging;
  }

  /** Running imports that have shown no sign of life for so long. */
  async silent(ms: number): Promise<{ id: number; progressVersion: number }[]> {
    return this.db.query(
      `select i.id, i.version + (select count(*) + count(staged_at) from segments where import_id = i.id)::int
                        + (select count(applied_at) from chunks where actor = 'import:' || i.id)::int as "progressVersion"
         from imports i
        where i.status in ('pending', 'processing')
          and greatest(i.beat_at, (select max(greatest(cut_at, staged_at)) from segments where import_id = i.id),
                       (select max(applied_at) from chunks where actor = 'import:' || i.id)) < clock_timestamp() - $1 * interval '1 ms'
        order by i.id`,
      [ms],
    );
  }

  /** From here on nothing that an earlier holder of the import still does can commit a chunk. */
  async takeOver(id: number): Promise<void> {
    await this.db.transaction(async (tx) => {
      await holdChunks(tx, actorOf(id));
      await tx.query(
        `update imports set epoch = epoch + 1, beat_at = clock_timestamp() where id = $1 and status in ('pending', 'processing')`,
        [id],
      );
    });
  }

  /** Locks: first the line, then the import. The counts become part of its row, and its end is told. */
  private async end(
    tx: EntityManager,
    id: number,
    status: 'completed' | 'failed' | 'cancelled',
    condition: string,
    failure?: ImportFailure,
  ): Promise<boolean> {
    await this.turns.leave(tx, actorOf(id));
    await holdChunks(tx, actorOf(id));
    const [ended] = await tx.query(`select id from imports where id = $1 and ${condition} for update`, [id]);
    if (!ended) return false;
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
