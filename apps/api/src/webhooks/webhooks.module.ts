import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryRepository } from './delivery.repository.js';
import { ReplayProgress } from './replay-progress.js';
import { Replays } from './replays.js';
import { ReplaysController } from './replays.controller.js';
import { Secrets } from './secrets.js';
import { WebhookClient } from './webhook-client.js';
import { WebhookHealth } from './webhook-health.js';
import { WebhookRepository } from './webhook.repository.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookSurroundingsController } from './webhook-surroundings.controller.js';
import { WebhookTargets } from './webhook-targets.js';
import { WebhookTests } from './webhook-tests.js';
import { WebhookUrlCheckController } from './webhook-url-check.controller.js';
import { WebhookUrls } from './webhook-url.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

@Module({
  imports: [OutboxModule],
  controllers: [DeliveriesController, ReplaysController, WebhooksController, WebhookSurroundingsController, WebhookUrlCheckController],
  providers: [
    DeliveryRepository,
    ReplayProgress,
    Replays,
    Secrets,
    WebhookClient,
    WebhookHealth,
    WebhookRepository,
    WebhookSecrets,
    WebhookTargets,
    WebhookTests,
    WebhookUrls,
    WebhooksService,
  ],
  exports: [WebhookClient, WebhookRepository, WebhookTargets],
})
export class WebhooksModule {}
