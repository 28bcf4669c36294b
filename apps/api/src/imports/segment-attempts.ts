import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { ImportFault } from './import-fault.js';
import { readableColumns, type OpenSegment } from './segment.repository.js';
import { SideBySide } from './side-by-side.js';

/** So many workers may die while they read a segment and nothing else, before its import is given up. */
const maxDeaths = 3;

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
 * nobody else alive knows that all others are dead, however often the segment was rung. After a first death a segment is read with
 * nothing else beside it in its process, and when that goes well nothing is held against it any more. So neither what only stood by
 * nor workers that are killed at random, for other reasons, come near to a verdict.
 */
@Injectable()
export class SegmentAttempts {
  private readonly inThisProcess = new SideBySide();

  constructor(private readonly db: DataSource) {}

  /**
   * Has a segment staged that waits for it, while its import runs. False: there was nothing to do. A segment over which too many
   * workers died throws an ImportFault.
   */
  async attempt<T>(importId: number, no: number, work: SegmentWork<T>): Promise<boolean> {
    const staged = await this.inThisProcess.together(() => this.once(importId, no, work, false));
    return staged ?? (await this.inThisProcess.byItself(() => this.once(importId, no, work, true))) ?? false;
  }

  /** Undefined: it must be tried by itself. */
  private async once<T>(importId: number, no: number, work: SegmentWork<T>, isByItself: boolean): Promise<boolean | undefined> {
    const runner = this.db.createQueryRunner();
    try {
      const attempt = await this.begin(runner, importId, no);
      if (!attempt) return false;
      let isStaged = false;
      try {
        if (attempt.tries > 1 && !isByItself) return undefined;
        if (attempt.tries > 1 + maxDeaths && (await this.isAlone(runner, attempt))) throw poison(attempt);
        const prepared = await work.prepare(attempt);
        if (attempt.tries > 1) await this.setTries(attempt, '1');
        return (isStaged = await work.keep(prepared, attempt, runner));
      } finally {
        if (!isStaged) await this.setTries(attempt, 'greatest(tries - 1, 0)').catch(() => {}); // one too many while the database is away
        await runner.query('select pg_advisory_unlock_all()').catch(() => {}); // else the connection is lost, and its locks with it
      }
    } finally {
      await runner.release();
    }
  }

  private async begin(runner: QueryRunner, importId: number, no: number): Promise<Attempt | undefined> {
    const [[attempt]] = await runner.query(
      `update segments s set tries = tries + 1
         from imports i
        where s.import_id = $1 and s.no = $2 and s.staged_at is null
          and i.id = s.import_id and i.status = 'processing' and i.phase in ('parsing', 'validating')
       returning ${readableColumns}, i.id as "importId", i.staging, s.tries, pg_advisory_lock_shared(${lock}),
                 set_config('synchronous_commit', 'off', true) -- of this statement: it need not outlive a crash of the server`,
      [importId, no],
    );
    return attempt;
  }

  private async isAlone(runner: QueryRunner, { importId, no }: Attempt): Promise<boolean> {
    const [{ alone }] = await runner.query(`select pg_try_advisory_lock(${lock}) as alone`, [importId, no]);
    return alone;
  }

  private async setTries({ importId, no }: Attempt, tries: string): Promise<void> {
    await this.db.query(`update segments set tries = ${tries} where import_id = $1 and no = $2`, [importId, no]);
  }
}

const lock = `hashtext('segments of import:' || $1::bigint), $2::int`;

const poison = ({ firstLine, fromByte }: Attempt) =>
  new ImportFault({
    code: 'poison',
    message: `Workers that read the rows from line ${firstLine} on die of it, one after the other. No product was touched.`,
    line: firstLine,
    byteOffset: fromByte,
  });
