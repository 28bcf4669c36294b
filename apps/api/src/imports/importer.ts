import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ImportFailure, ImportPhase } from '@app/domain';
import { Bell } from '../platform/bell.js';
import type { ImportRing } from '../platform/queues.js';
import { Chunks } from '../turns/chunks.js';
import { Turns } from '../turns/turns.js';
import { ImportFault, StagingLost } from './import-fault.js';
import { ImportRepository, turnOf, type RunningImport } from './import.repository.js';
import { Inspection } from './inspection.js';
import { importKinds } from './kinds/index.js';
import { SegmentRepository } from './segment.repository.js';
import { Segments } from './segments.js';
import { createStaged, dropStaging, winnersTable } from './staging-tables.js';
import { Staging } from './staging.js';
import { Winners } from './winners.js';

/** An import from top to bottom. Every method is harmless at any moment, any number of times, in any number of processes. */
@Injectable()
export class Importer {
  constructor(
    private readonly db: DataSource,
    private readonly imports: ImportRepository,
    private readonly inspection: Inspection,
    private readonly segmentsOf: SegmentRepository,
    private readonly segments: Segments,
    private readonly staging: Staging,
    private readonly winners: Winners,
    private readonly turns: Turns,
    private readonly chunks: Chunks,
    private readonly bell: Bell,
  ) {}

  /** What each phase still has to do. True: the import has moved on, look again. */
  private readonly steps: Partial<Record<ImportPhase, (running: RunningImport) => Promise<boolean>>> = {
    uploading: (running) => this.imports.move(running, 'parsing'),
    parsing: (running) => this.cut(running),
    validating: async (running) => (await this.segmentsOf.open(running.id)).length === 0 && (await this.winners.pick(staged(running))),
    importing: (running) => this.finish(running),
  };

  /** Takes an import as far as it can go. */
  async look(importId: number): Promise<void> {
    await this.guarded(importId, async () => {
      for (;;) {
        const running = await this.imports.findRunning(importId);
        if (!running || !(await this.steps[running.phase]?.(running))) return; // it has ended, or waits for segments, chunks or its turn
      }
    });
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
      const chunk = running?.phase === 'importing' && running.hasTurn ? await this.chunks.find(turnOf(running), no) : null;
      if (!running || !chunk) return;
      const winners = winnersTable(staged(running));
      await this.chunks.apply(chunk, async (tx) => {
        const [{ n }] = await tx.query(`select count(*) as n from ${winners} where key between $1 and $2`, [chunk.firstKey, chunk.lastKey]);
        if (n !== chunk.rowCount) throw new StagingLost();
        return importKinds[running.kind].merge(tx, chunk, winners);
      });
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
    if (running.phase === 'importing' && running.hasTurn) return [...look, ...(await this.openChunks(running))];
    return look;
  }

  /** Ends an import because of its file. */
  async fail(importId: number, failure: ImportFailure): Promise<void> {
    if (await this.db.transaction((tx) => this.imports.fail(tx, importId, failure))) await this.afterEnd(importId);
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

  private async cut(running: RunningImport): Promise<boolean> {
    const { id, kind, fileKey, bytes, sha256, asked } = running;
    const { dialect, warnings } = await this.inspection.run(fileKey, importKinds[kind].format, asked);
    await this.db.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtext('staged'), $1::int)`, [id]);
      await createStaged(tx, staged(running), importKinds[kind]);
      await this.imports.keepDialect(tx, id, dialect, warnings);
    });
    const blankLines = await this.segments.cut(id, fileKey, bytes, dialect, sha256);
    await this.imports.keepBlankLines(id, blankLines);
    return this.imports.move(running, 'validating');
  }

  /** Takes the turn when it has come, and ends the import when no chunk is left. */
  private async finish(running: RunningImport): Promise<boolean> {
    const turn = await this.turns.take(turnOf(running));
    if (turn === 'waits') return false;
    const open = await this.openChunks(running);
    if (open.length) {
      if (turn === 'taken') await this.bell.ring(...open);
      return false;
    }
    if (await this.db.transaction((tx) => this.imports.complete(tx, running.id))) await this.afterEnd(running.id);
    return false;
  }

  private async openChunks({ id, epoch }: RunningImport): Promise<ImportRing[]> {
    return (await this.chunks.open(turnOf({ id, epoch }).actor)).map((no) => ({ step: 'chunk', importId: id, no }));
  }

  /** Faults of the file end the import; staged rows that a crash of PostgreSQL took are staged again. All else is tried again later. */
  private async guarded(importId: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof ImportFault) return this.fail(importId, error.failure);
      if (!(error instanceof StagingLost) && !isMissingTable(error)) throw error;
      await this.restage(importId);
    }
  }

  private async restage(importId: number): Promise<void> {
    const running = await this.imports.findRunning(importId);
    if (!running) return;
    await this.db.transaction(async (tx) => {
      const staging = await this.imports.restage(tx, importId, running.staging);
      if (staging === undefined) return;
      await dropStaging(tx, importId);
      await createStaged(tx, { importId, staging }, importKinds[running.kind]);
      await this.segmentsOf.reopen(tx, importId);
    });
    await this.bell.ring(...(await this.openRings(importId)));
  }
}

const staged = ({ id, staging }: RunningImport) => ({ importId: id, staging });

/** Of TypeORM, or of the driver itself when it came from a COPY. */
function isMissingTable(error: unknown): boolean {
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
  return (driverError?.code ?? code) === '42P01';
}
