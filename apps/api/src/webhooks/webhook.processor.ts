import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Sequencer } from '../outbox/sequencer.js';
import { WEBHOOKS, type WebhookRing } from '../platform/queues.js';
import { Lanes } from './lanes.js';

/** Brings rings to whom they are for. Sending is not waited for: whoever rings must be heard while receivers take their time. */
@Processor(WEBHOOKS, { concurrency: 2, maxStalledCount: 1_000 })
export class WebhookProcessor extends WorkerHost implements BeforeApplicationShutdown {
  private readonly log = new Logger(WebhookProcessor.name);

  constructor(
    private readonly sequencer: Sequencer,
    private readonly lanes: Lanes,
  ) {
    super();
  }

  async process({ data }: Job<WebhookRing>): Promise<void> {
    await this.answer(data).catch((error: Error) => this.log.warn(`${data.step}, to be tried again: ${error.message}`));
  }

  private async answer(ring: WebhookRing): Promise<void> {
    if (ring.step === 'sequence') await this.sequencer.run();
    await this.lanes.look();
  }

  /** The queue store was wiped or is away; the record is elsewhere, and the sweeper looks each second. */
  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.log.warn(`queue: ${error.message}`);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.worker.close();
  }
}
