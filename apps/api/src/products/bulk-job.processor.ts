import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Job } from 'bullmq';
import { BULK_JOBS, type BulkRing } from '../platform/queues.js';
import { BulkJobs } from './bulk-jobs.js';

/** Brings rings to whom they are for. A job may come twice, late, or for work long done: all harmless. */
@Processor(BULK_JOBS, { concurrency: 2, maxStalledCount: 1_000 })
export class BulkJobProcessor extends WorkerHost implements BeforeApplicationShutdown {
  private readonly log = new Logger(BulkJobProcessor.name);

  constructor(private readonly bulkJobs: BulkJobs) {
    super();
  }

  async process({ data }: Job<BulkRing>): Promise<void> {
    await this.answer(data).catch((error: Error) =>
      this.log.warn(`${data.step} of bulk job ${data.bulkJobId}, to be tried again: ${error.message}`),
    );
  }

  /** Does what a ring asks for; the sweeper calls it directly when no worker hears the bell. */
  answer(ring: BulkRing): Promise<void> {
    return ring.step === 'look' ? this.bulkJobs.look(ring.bulkJobId) : this.bulkJobs.apply(ring.bulkJobId, ring.no);
  }

  /** The queue store was wiped or is away; the record is elsewhere, and the sweeper rings again. */
  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.log.warn(`queue: ${error.message}`);
  }

  /** Finishes what is under way while queues and database are still open. */
  beforeApplicationShutdown(): Promise<void> {
    return this.worker.close();
  }
}
