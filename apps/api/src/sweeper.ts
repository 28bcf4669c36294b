import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ImportProcessor } from './imports/import.processor.js';
import { ImportRepository } from './imports/import.repository.js';
import { Importer } from './imports/importer.js';
import { Sequencer } from './outbox/sequencer.js';
import { Bell } from './platform/bell.js';
import { ENV, type Env } from './platform/config.js';
import { BulkJobProcessor } from './products/bulk-job.processor.js';
import { BulkJobRepository } from './products/bulk-job.repository.js';
import { BulkJobs } from './products/bulk-jobs.js';
import { Lanes } from './webhooks/lanes.js';

/**
 * Rings again for work that shows no sign of life: its ring was lost, its worker died or hangs. The record is PostgreSQL, so
 * the queue may be wiped at any time. Work that does not stir although it was rung is done here: no worker hears the bell.
 * What webhooks have to send is looked for each second: whose time has come, nobody rings for.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Sweeper.name);
  private readonly patience: number;
  private readonly rungAt = new Map<string, number>();
  private timers: NodeJS.Timeout[] = [];
  private sweeping: Promise<void> = Promise.resolve();
  private sending: Promise<void> = Promise.resolve();

  constructor(
    @Inject(ENV) env: Env,
    private readonly imports: ImportRepository,
    private readonly importer: Importer,
    private readonly importProcessor: ImportProcessor,
    private readonly bulk: BulkJobRepository,
    private readonly bulkJobs: BulkJobs,
    private readonly bulkProcessor: BulkJobProcessor,
    private readonly sequencer: Sequencer,
    private readonly lanes: Lanes,
    private readonly bell: Bell,
  ) {
    this.patience = env.SWEEP_AFTER_MS;
  }

  /** A worker that starts rings for everything at once: perhaps it follows one that died. */
  onApplicationBootstrap(): void {
    this.sweeping = this.sweep(0);
    this.sending = this.send();
    this.timers = [
      setInterval(() => (this.sweeping = this.sweeping.then(() => this.sweep(this.patience))), Math.min(1_000, this.patience / 2)),
      setInterval(() => (this.sending = this.sending.then(() => this.send())), 1_000),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all([this.sweeping, this.sending]);
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
      for (const id of await this.imports.unfinished()) await this.importer.look(id);
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

  private async send(): Promise<void> {
    try {
      await this.sequencer.run();
      await this.lanes.look();
    } catch (error) {
      this.log.warn(`webhooks: ${(error as Error).message}`);
    }
  }

  /** Whether it was rung for at this very state before. */
  private isDeaf(work: string, version: number): boolean {
    const before = this.rungAt.get(work);
    this.rungAt.set(work, version);
    return before === version;
  }
}
