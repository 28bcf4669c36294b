import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { ImportFault } from './import-fault.js';
import { readableColumns, type OpenSegment } from './segment.repository.js';
import { SideBySide } from './side-by-side.js';

/** So many workers may die over one segment before its import is given up. */
const maxDeaths = 3;

type Attempt = OpenSegment & { tries: number };
type Work = (segment: OpenSegment, runner: QueryRunner) => Promise<boolean>;

/**
 * Lets segments be staged, and notices those over which workers die. `segments.tries` goes up before an attempt and down after it,
 * so it counts attempts under way and those whose worker died. An attempt holds a lock of its session that dies with it: who finds
 * nobody else alive knows that all others are dead, however often the segment was rung. One that may have cost a worker is tried
 * with nothing else beside it in its process, so that segments which only stood by are cleared.
 */
@Injectable()
export class SegmentAttempts {
  private readonly inThisProcess = new SideBySide();

  constructor(private readonly db: DataSource) {}

  /**
   * Has a segment staged that waits for it, while its import runs: `work` does so in a transaction of this connection, and tells
   * whether it has. False: there was nothing to do. A segment over which too many workers died throws an ImportFault.
   */
  async attempt(importId: number, no: number, work: Work): Promise<boolean> {
    const staged = await this.inThisProcess.together(() => this.once(importId, no, work, false));
    return staged ?? (await this.inThisProcess.byItself(() => this.once(importId, no, work, true))) ?? false;
  }

  /** Undefined: it must be tried by itself. */
  private async once(importId: number, no: number, work: Work, isByItself: boolean): Promise<boolean | undefined> {
    const runner = this.db.createQueryRunner();
    try {
      const attempt = await this.begin(runner, importId, no);
      if (!attempt) return false;
      let isStaged = false;
      try {
        if (attempt.tries > 1 && !isByItself) return undefined;
        if (attempt.tries > maxDeaths && (await this.isAlone(runner, attempt))) throw poison(attempt);
        return (isStaged = await work(attempt, runner));
      } finally {
        if (!isStaged) await this.giveBack(attempt);
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

  /** The attempt has not staged the segment, but lives. */
  private async giveBack({ importId, no }: Attempt): Promise<void> {
    await this.db
      .query('update segments set tries = greatest(tries - 1, 0) where import_id = $1 and no = $2', [importId, no])
      .catch(() => {}); // the database is away: then it is not the segment's fault, and one death too many is counted
  }
}

const lock = `hashtext('segments of import:' || $1::bigint), $2::int`;

const poison = ({ firstLine, fromByte }: Attempt) =>
  new ImportFault({
    code: 'poison',
    message: `Reading the rows from line ${firstLine} on has ended ${maxDeaths} workers, one after the other. Nothing was imported.`,
    line: firstLine,
    byteOffset: fromByte,
  });
