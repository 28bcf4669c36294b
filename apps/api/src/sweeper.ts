import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ImportProcessor } from './imports/import.processor.js';
import { ImportRepository } from './imports/import.repository.js';
import { Importer } from './imports/importer.js';
import { Bell } from './platform/bell.js';
import { ENV, type Env } from './platform/config.js';
import { BulkJobProcessor } from './products/bulk-job.processor.js';
import { BulkJobRepository } from './products/bulk-job.repository.js';
import { BulkJobs } from './products/bulk-jobs.js';

/**
 * Rings again for work that shows no sign of life: its ring was lost, its worker died or hangs. The record is PostgreSQL, so
 * the queue may be wiped at any time. Work that does not stir although it was rung is done here: no worker hears the bell.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Sweeper.name);
  private readonly patience: number;
  private readonly rungAt = new Map<string, number>();
  private timer?: NodeJS.Timeout;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    @Inject(ENV) env: Env,
    private readonly imports: ImportRepository,
    private readonly importer: Importer,
    private readonly importProcessor: ImportProcessor,
    private readonly bulk: BulkJobRepository,
    private readonly bulkJobs: BulkJobs,
    private readonly bulkProcessor: BulkJobProcessor,
    private readonly bell: Bell,
  ) {
    this.patience = env.SWEEP_AFTER_MS;
  }

  /** A worker that starts rings for everything at once: perhaps it follows one that died. */
  onApplicationBootstrap(): void {
    this.sweeping = this.sweep(0);
    this.timer = setInterval(
      () => (this.sweeping = this.sweeping.then(() => this.sweep(this.patience))),
      Math.min(1_000, this.patience / 2),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  private async sweep(patience: number): Promise<void> {
    try {
      for (const { id, progressVersion } of await this.imports.silent(patience)) {
        await this.imports.takeOver(id);
        const rings = await this.importer.openRings(id);
        if (this.isDeaf(`import:${id}`, progressVersion))
          for (const ring of rings) await this.importProcessor.process({ data: ring } as never);
        else await this.bell.ring(...rings);
      }
      for (const { id, progressVersion } of await this.bulk.silent(patience)) {
        await this.bulk.takeOver(id);
        const rings = await this.bulkJobs.openRings(id);
        if (this.isDeaf(`bulk:${id}`, progressVersion)) for (const ring of rings) await this.bulkProcessor.process({ data: ring } as never);
        else await this.bell.ringBulk(...rings);
      }
    } catch (error) {
      this.log.warn(`sweep: ${(error as Error).message}`);
    }
  }

  /** Whether it was rung for at this very state before. */
  private isDeaf(work: string, version: number): boolean {
    const before = this.rungAt.get(work);
    this.rungAt.set(work, version);
    return before === version;
  }
}
