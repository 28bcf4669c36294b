import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Job } from 'bullmq';
import { failpoint } from '../platform/failpoint.js';
import { IMPORTS, type ImportRing } from '../platform/queues.js';
import { Importer } from './importer.js';

/** Brings rings to whom they are for. A job may come twice, late, or for an import long gone: all harmless. */
@Processor(IMPORTS, { concurrency: 2, maxStalledCount: 1_000 })
export class ImportProcessor extends WorkerHost implements BeforeApplicationShutdown {
  private readonly log = new Logger(ImportProcessor.name);

  constructor(private readonly importer: Importer) {
    super();
  }

  async process({ data }: Job<ImportRing>): Promise<void> {
    await this.answer(data).catch((error: Error) =>
      this.log.warn(`${data.step} of import ${data.importId}, to be tried again: ${error.message}`),
    );
    failpoint('job.before_ack');
  }

  /** Does what a ring asks for; the sweeper calls it directly when no worker hears the bell. */
  answer(ring: ImportRing): Promise<void> {
    switch (ring.step) {
      case 'look':
        return this.importer.look(ring.importId);
      case 'segment':
        return this.importer.stage(ring.importId, ring.no);
      case 'chunk':
        return this.importer.apply(ring.importId, ring.no);
    }
  }

  /** The queue store was wiped or is away; the record is elsewhere, and the sweeper rings again. */
  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.log.warn(`queue: ${error.message}`);
  }

  /** Finishes what is under way while queues and database are still open; Nest closes those one stage later. */
  beforeApplicationShutdown(): Promise<void> {
    return this.worker.close();
  }
}
