import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { failpoint } from './failpoint.js';
import { BULK_JOBS, IMPORTS, WEBHOOKS, type BulkRing, type ImportRing, type WebhookRing } from './queues.js';

/** Tells the workers to look again. A ring that is lost costs seconds, for the sweeper repeats it; so it never throws and never waits long. */
@Injectable()
export class Bell {
  private readonly log = new Logger(Bell.name);

  constructor(
    @InjectQueue(IMPORTS) private readonly imports: Queue<ImportRing>,
    @InjectQueue(BULK_JOBS) private readonly bulkJobs: Queue<BulkRing>,
    @InjectQueue(WEBHOOKS) private readonly webhooks: Queue<WebhookRing>,
  ) {
    for (const queue of [imports, bulkJobs, webhooks]) queue.on('error', (error) => this.log.warn(`queue: ${error.message}`));
  }

  ring(...rings: ImportRing[]): Promise<void> {
    return this.add(this.imports, rings);
  }

  ringBulk(...rings: BulkRing[]): Promise<void> {
    return this.add(this.bulkJobs, rings);
  }

  ringWebhooks(...rings: WebhookRing[]): Promise<void> {
    return this.add(this.webhooks, rings);
  }

  private async add<Ring extends ImportRing | BulkRing | WebhookRing>(queue: Queue<Ring>, rings: Ring[]): Promise<void> {
    if (!rings.length) return;
    const jobs = rings.map((data) => ({ name: data.step, data, opts: { removeOnComplete: true, removeOnFail: true } }));
    const rung = queue
      .addBulk(jobs as never)
      .then(() => failpoint('ring.after'))
      .catch((error: Error) => this.log.warn(error.message));
    await Promise.race([rung, new Promise((go) => setTimeout(go, 1_000).unref())]); // a frozen store must not hold us
  }
}
