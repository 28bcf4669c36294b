import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module.js';
import { AttemptRepository } from './attempt.repository.js';
import { Courier } from './courier.js';
import { LaneRepository } from './lane.repository.js';
import { Lanes } from './lanes.js';
import { Parked } from './parked.js';
import { Resending } from './resending.js';
import { SharedLog } from './shared-log.js';
import { WebhookStanding } from './standing.js';
import { WebhookProcessor } from './webhook.processor.js';
import { WebhooksModule } from './webhooks.module.js';

/** What a worker needs to bring events to their receivers. */
@Module({
  imports: [OutboxModule, WebhooksModule],
  providers: [AttemptRepository, Courier, LaneRepository, Lanes, Parked, Resending, SharedLog, WebhookProcessor, WebhookStanding],
  exports: [Lanes],
})
export class DeliveringModule {}
