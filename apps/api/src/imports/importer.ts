import { Injectable, Logger } from '@nestjs/common';
import { Readable } from 'node:stream';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError, type ImportFailure, type ImportPhase } from '@app/domain';
import { Bell } from '../platform/bell.js';
import { failpoint } from '../platform/failpoint.js';
import { FileStore } from '../platform/file-store.js';
import type { ImportRing } from '../platform/queues.js';
import { Chunks, refusesValues } from '../turns/chunks.js';
import { Turns } from '../turns/turns.js';
import { Comparison } from './comparison.js';
import { EncodingFault } from './encoding-fault.js';
import { ImportFault, StagingLost } from './import-fault.js';
import { ImportRepository, turnOf, type RunningImport, type Staged } from './import.repository.js';
import { Inspection } from './inspection.js';
import { importKinds } from './kinds/index.js';
import { ProfileRepository } from './profile.repository.js';
import { Results } from './results.js';
import { Reverts } from './reverts.js';
import { SegmentRepository } from './segment.repository.js';
import { Segments } from './segments.js';
import { createStaged, dropStaging, stagingOf, winnersTable } from './staging-tables.js';
import { Staging } from './staging.js';
import { storeFile } from './upload-storage.js';
import { holdWinners, Winners } from './winners.js';

const beat = 5_000;

/** An import from top to bottom. Every method is harmless at any moment, any number of times, in any number of processes. */
@Injectable()
export class Importer {
  private readonly log = new Logger(Importer.name);

  constructor(
    private readonly db: DataSource,
    private readonly imports: ImportRepository,
    private readonly inspection: Inspection,
    private readonly segmentsOf: SegmentRepository,
    private readonly segments: Segments,
    private readonly staging: Staging,
    private readonly winners: Winners,
    private readonly comparison: Comparison,
    private readonly reverts: Reverts,
    private readonly profiles: ProfileRepository,
    private readonly results: Results,
    private readonly files: FileStore,
    private readonly turns: Turns,
    private readonly chunks: Chunks,
    private readonly bell: Bell,
  ) {}

  /** What each phase still has to do. True: the import has moved on, look again. */
  private readonly steps: Partial<Record<ImportPhase, (running: RunningImport) => Promise<boolean>>> = {
    uploading: async (running) =>
      (running.restOf === null || (await this.makeRest(running))) && (await this.imports.move(running, 'parsing')),
    parsing: (running) => this.cut(running),
    validating: async (running) => (await this.segmentsOf.open(running.id)).length === 0 && (await this.winners.pick(running)),
    comparing: (running) => this.compare(running),
    importing: (running) => this.finish(running),
    reverting: (running) => this.finishRevert(running),
  };

  /** Takes an import as far as it can go. */
  async look(importId: number): Promise<void> {
    const step = async () => {
      const running = await this.imports.findRunning(importId);
      if (!running) return this.finishEnded(importId);
      return this.steps[running.phase]?.(running); // otherwise it waits: for segments, chunks, its turn, a person
    };
    while (await this.guarded(importId, step));
  }

  private async finishEnded(importId: number): Promise<void> {
    if (await this.db.transaction((tx) => this.imports.finishEnded(tx, importId))) await this.turns.wakeNext();
  }

  /** Stages one segment; the last one to be staged lets the import go on. */
  async stage(importId: number, no: number): Promise<void> {
    await this.guarded(importId, async () => {
      if ((await this.staging.stage(importId, no)) && !(await this.segmentsOf.open(importId)).length) await this.look(importId);
    });
  }

  /** Applies one chunk, whatever the kind: the kind's object knows what that means. The last one lets the import end. */
  async apply(importId: number, no: number): Promise<void> {
    await this.guarded(importId, async () => {
      const running = await this.imports.findRunning(importId);
      const chunk = running?.hasTurn ? await this.chunks.find(turnOf(running), no) : null;
      if (!running || !chunk) return;
      const kind = importKinds[running.kind];
      if (running.phase === 'reverting') await this.chunks.apply(chunk, (tx) => kind.restore!(tx, chunk));
      else {
        const winners = winnersTable(stagingOf(running));
        const merge = async (tx: EntityManager) => {
          const [{ n }] = await tx.query(`select count(*) as n from ${winners} where key between $1 and $2`, [
            chunk.firstKey,
            chunk.lastKey,
          ]);
          if (n !== chunk.rowCount) throw new StagingLost();
          const counts = await kind.merge(tx, chunk, winners);
          await this.chunks.keepOutcomes(tx, chunk, kind.outcomes(winners));
          return counts;
        };
        await this.chunks.apply(chunk, merge).catch((error) => {
          if (!refusesValues(error)) throw error;
          this.log.error(`chunk ${no} of import ${importId}: ${error.message}`);
          throw new ImportFault({ code: 'internal', message: 'A part of the rows cannot be stored. The log says why.' });
        });
      }
      if (!(await this.chunks.open(chunk.actor)).length) await this.look(importId);
    });
  }

  /** Everything that an import still has to do, as rings. */
  async openRings(importId: number): Promise<ImportRing[]> {
    const running = await this.imports.findRunning(importId);
    if (!running) return [];
    const look: ImportRing[] = [{ step: 'look', importId }];
    if (running.phase === 'validating')
      return [...look, ...(await this.segmentsOf.open(importId)).map((no) => ({ step: 'segment' as const, importId, no }))];
    return running.hasTurn ? [...look, ...(await this.openChunks(running))] : look;
  }

  /** Ends an import because of its file. */
  async fail(importId: number, failure: ImportFailure): Promise<void> {
    if (await this.db.transaction((tx) => this.imports.fail(tx, importId, failure))) await this.afterEnd(importId);
  }

  /** Ends imports that have waited for a person for too long. */
  async expire(): Promise<void> {
    for (const id of await this.imports.waitedTooLong())
      if (await this.db.transaction((tx) => this.imports.expire(tx, id))) await this.afterEnd(id);
  }

  /** What is due when an import has ended, however it did; nothing is lost when it does not happen, the sweeper makes up for it. */
  async afterEnd(importId: number): Promise<void> {
    await this.turns.wakeNext();
    await this.db
      .transaction(async (tx) => {
        await tx.query(`set local lock_timeout = '1s'`);
        await dropStaging(tx, importId);
      })
      .catch(() => {}); // a worker may still be staging for it
  }

  /** Staged rows are gone: they are staged again, unless they already were. What is applied already stays applied. */
  async restage({ id: importId, kind, staging: lost }: Staged): Promise<void> {
    await this.db.transaction(async (tx) => {
      await holdWinners(tx, importId);
      const staging = await this.imports.restage(tx, importId, lost);
      if (staging === undefined) return;
      await dropStaging(tx, importId);
      await createStaged(tx, { importId, staging }, importKinds[kind]);
      await this.segmentsOf.reopen(tx, importId);
    });
    await this.bell.ring(...(await this.openRings(importId)));
  }

  /** Makes a file of the rows that another import has left. False: somebody else did so meanwhile. */
  private async makeRest({ id, restOf, fileName }: RunningImport): Promise<boolean> {
    const rest = await this.results.stream(restOf!, 'unprocessed', 'raw').catch((error: Error) => {
      throw error instanceof DomainError ? new ImportFault({ code: 'object_changed', message: error.message }) : error;
    });
    const file = await storeFile(this.files, Readable.from(bytesOf(rest)), fileName, Infinity);
    const isKept = await this.imports.keepRest(id, file);
    if (!isKept) await this.files.remove(file.fileKey);
    return isKept;
  }

  /** Finds out how the file is to be read, then cuts it. What nobody may guess, a person is asked, if one is there. */
  private async cut(running: RunningImport): Promise<boolean> {
    const { id, asked, isChecked } = running;
    if (!running.dialect) return this.inspect(running);
    try {
      const blankLines = await this.segments.cut(running, running.dialect);
      await this.imports.keepBlankLines(id, blankLines);
    } catch (error) {
      const guess =
        isChecked && !asked.encoding && !running.guessedEncoding && error instanceof EncodingFault ? error.suggested : undefined;
      if (!guess) throw error;
      return this.db.transaction((tx) => this.imports.reread(tx, id, asked, guess));
    }
    return this.imports.move(running, 'validating');
  }

  /** Once for every way in which it is read: what is known from then on does not change when another worker goes on with it. */
  private async inspect(running: RunningImport): Promise<boolean> {
    const { kind, asked, isChecked } = running;
    const profileFor = (fingerprint: string) => this.profiles.findByFingerprint(kind, fingerprint);
    const isOpen = isChecked && !Object.keys(asked.mapping).length; // nobody has named columns yet
    const found = await this.inspection.run({
      ...running,
      guessedEncoding: running.guessedEncoding ?? undefined,
      format: importKinds[kind].format,
      profileFor: isOpen ? profileFor : undefined,
    });
    const isKept = await this.db.transaction(async (tx) => {
      if (!(await this.imports.keepInspection(tx, running, found))) return false;
      if (found.dialect) await createStaged(tx, stagingOf(running), importKinds[kind]);
      return true;
    });
    if (!isKept && found.textKey) await this.files.remove(found.textKey);
    if (!found.dialect && !isChecked) throw new ImportFault(found.failure!);
    return true;
  }

  /** From here on a person decides. */
  private async compare(running: RunningImport): Promise<boolean> {
    await this.db.transaction(async (tx) => {
      const [{ mine }] = await tx.query(`select pg_try_advisory_xact_lock(hashtext('compare'), $1::int) as mine`, [running.id]);
      if (!mine) return;
      const { check, warnings } = await this.comparison.run(tx, running.kind, stagingOf(running));
      await this.imports.keepCheck(tx, running, check, warnings);
    });
    failpoint('compare.done');
    return false;
  }

  /** Takes the turn when it has come, and ends the import when no chunk is left. */
  private async finish(running: RunningImport): Promise<boolean> {
    const turn = await this.turns.take(turnOf(running));
    if (turn === 'waits' || (await this.hasOpenChunks(running, turn))) return false;
    failpoint('chunk.last.before_finish');
    const ended = await this.db.transaction(async (tx) => {
      const { id, kind, check } = running;
      const ended = await this.imports.complete(tx, id);
      if (ended && check)
        await this.imports.keepDiffered(tx, id, await this.comparison.keepDifferences(tx, kind, stagingOf(running), check));
      return ended;
    });
    if (ended) failpoint('finish.after_commit');
    if (ended) await this.afterEnd(running.id);
    return false;
  }

  private async finishRevert(running: RunningImport): Promise<boolean> {
    const turn = await this.turns.take(turnOf(running));
    if (turn === 'waits') return false;
    await this.reverts.cut(running);
    if (await this.hasOpenChunks(running, turn)) return false;
    if (await this.db.transaction((tx) => this.reverts.complete(tx, running))) await this.turns.wakeNext();
    return false;
  }

  private async hasOpenChunks(running: RunningImport, turn: 'taken' | 'held'): Promise<boolean> {
    const open = await this.openChunks(running);
    if (turn === 'taken') failpoint('turn.taken');
    if (turn === 'taken') await this.bell.ring(...open);
    return open.length > 0;
  }

  private async openChunks({ id, ...running }: RunningImport): Promise<ImportRing[]> {
    return (await this.chunks.open(turnOf({ id, ...running }).actor)).map((no) => ({ step: 'chunk', importId: id, no }));
  }

  /**
   * Faults of the file end the import; staged rows that a crash of PostgreSQL took are staged again. All else is tried again later.
   * While the work goes on the import shows signs of life, however long a single step of it takes.
   */
  private async guarded<T>(importId: number, work: () => Promise<T>): Promise<T | undefined> {
    const staged = await this.imports.findStaged(importId); // now: by the time of a fault another one may have staged the rows again
    const heart = setInterval(
      () => this.imports.beat(importId).catch((error: Error) => this.log.warn(`sign of life of import ${importId}: ${error.message}`)),
      beat,
    );
    try {
      return await work();
    } catch (error) {
      if (error instanceof ImportFault) await this.fail(importId, error.failure);
      else if (staged && (error instanceof StagingLost || isMissingTable(error))) await this.restage(staged);
      else throw error;
      return undefined;
    } finally {
      clearInterval(heart);
    }
  }
}

async function* bytesOf(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

/** Of TypeORM, or of the driver itself when it came from a COPY. */
export function isMissingTable(error: unknown): boolean {
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
  return (driverError?.code ?? code) === '42P01';
}
