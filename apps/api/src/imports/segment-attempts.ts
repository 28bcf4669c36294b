import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { Bell } from '../platform/bell.js';
import { ImportFault } from './import-fault.js';
import { readableColumns, type OpenSegment } from './segment.repository.js';
import { SideBySide } from './side-by-side.js';

/** So many workers may die while they read a segment and nothing else, before its import is given up. */
const maxDeaths = 3;

/** A process that has lived for so long is not one of those that are killed as soon as they have started. */
const settledMs = 2_000;

type Attempt = OpenSegment & { tries: number };

/** How a segment is staged: first everything that its content may make go wrong, then what it takes to keep the result. */
export type SegmentWork<T> = {
  prepare(segment: OpenSegment): Promise<T>;
  /** In a transaction of this connection. False: somebody else has staged the segment before. */
  keep(prepared: T, segment: OpenSegment, runner: QueryRunner): Promise<boolean>;
};

/**
 * Lets segments be staged, and notices those over which workers die. `segments.tries` goes up before an attempt and down after it,
 * so it counts attempts under way and those whose worker died. An attempt holds a lock of its session that dies with it: who finds
 * nobody else alive knows that the others are dead, however often the segment was rung. Such a segment is read by a process that has
 * settled, with nothing else beside it; when that goes well nothing is held against it any more. So neither segments that only stood
 * by nor workers that are killed for other reasons come near to a verdict.
 */
@Injectable()
export class SegmentAttempts implements BeforeApplicationShutdown {
  private readonly inThisProcess = new SideBySide();
  private readonly startedAt = performance.now();
  private readonly putOff = new Set<NodeJS.Timeout>();

  constructor(
    private readonly db: DataSource,
    private readonly bell: Bell,
  ) {}

  /**
   * Has a segment staged that waits for it, while its import runs. False: there was nothing to do, or it is not the time; it is rung
   * again then. A segment over which too many workers died throws an ImportFault.
   */
  async attempt<T>(importId: number, no: number, work: SegmentWork<T>): Promise<boolean> {
    const staged = await this.inThisProcess.together(() => this.once(importId, no, work, false));
    if (staged !== undefined) return staged;
    const wait = this.startedAt + settledMs - performance.now();
    if (wait <= 0) return (await this.inThisProcess.byItself(() => this.once(importId, no, work, true))) ?? false;
    const timer = setTimeout(() => {
      this.putOff.delete(timer);
      void this.bell.ring({ step: 'segment', importId, no });
    }, wait);
    this.putOff.add(timer);
    return false;
  }

  beforeApplicationShutdown(): void {
    for (const timer of this.putOff) clearTimeout(timer);
  }

  /** Undefined: somebody is at it, or died over it, so it must be tried by itself. */
  private async once<T>(importId: number, no: number, work: SegmentWork<T>, isByItself: boolean): Promise<boolean | undefined> {
    const runner = this.db.createQueryRunner();
    try {
      const attempt = await this.begin(runner, importId, no, isByItself);
      if (!attempt) return !isByItself && (await this.isOpen(importId, no)) ? undefined : false;
      let isStaged = false;
      try {
        const isSuspect = attempt.tries > 1 && (await this.isAlone(runner, attempt));
        if (isSuspect && attempt.tries > 1 + maxDeaths) throw poison(attempt);
        const prepared = await work.prepare(attempt);
        if (isSuspect) await this.setTries(attempt, '1');
        return (isStaged = await work.keep(prepared, attempt, runner));
      } finally {
        if (!isStaged) await this.setTries(attempt, 'greatest(tries - 1, 0)').catch(() => {}); // one too many while the database is away
        await runner.query('select pg_advisory_unlock_all()').catch(() => {}); // else the connection is lost, and its locks with it
      }
    } finally {
      await runner.release();
    }
  }

  private async begin(runner: QueryRunner, importId: number, no: number, isByItself: boolean): Promise<Attempt | undefined> {
    const [[attempt]] = await runner.query(
      `update segments s set tries = tries + 1
         from imports i
        where ${open} and (s.tries = 0 or $3)
       returning ${readableColumns}, i.id as "importId", i.staging, s.tries, pg_advisory_lock_shared(${lock}),
                 set_config('synchronous_commit', 'off', true) -- of this statement: it need not outlive a crash of the server`,
      [importId, no, isByItself],
    );
    return attempt;
  }

  private async isOpen(importId: number, no: number): Promise<boolean> {
    return (await this.db.query(`select from segments s, imports i where ${open}`, [importId, no])).length === 1;
  }

  private async isAlone(runner: QueryRunner, { importId, no }: Attempt): Promise<boolean> {
    const [{ alone }] = await runner.query(
      `select case when pg_try_advisory_lock(${lock}) then pg_advisory_unlock(${lock}) else false end as alone`, // the shared lock stays
      [importId, no],
    );
    return alone;
  }

  private async setTries({ importId, no }: Attempt, tries: string): Promise<void> {
    await this.db.query(`update segments set tries = ${tries} where import_id = $1 and no = $2`, [importId, no]);
  }
}

const open = `s.import_id = $1 and s.no = $2 and s.staged_at is null and i.id = s.import_id and i.status = 'processing' and i.phase in ('parsing', 'validating')`;
const lock = `hashtext('segments of import:' || $1::bigint), $2::int`;

const poison = ({ firstLine, fromByte }: Attempt) =>
  new ImportFault({
    code: 'poison',
    message: `Workers that read the rows from line ${firstLine} on die of it, one after the other. No product was touched.`,
    line: firstLine,
    byteOffset: fromByte,
  });
