import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { eventDescription, eventExample, eventTypes, WebhookSurroundings } from '@app/domain';
import { Can } from '../access/can.js';
import { ENV, type Env } from '../platform/config.js';

@ApiTags('webhooks')
@Controller('webhook-surroundings')
export class WebhookSurroundingsController {
  constructor(
    private readonly db: DataSource,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Get()
  @Can('webhooks.read')
  @ApiOkResponse({ standardSchema: WebhookSurroundings })
  @ApiOperation({
    operationId: 'getWebhookSurroundings',
    description: 'What webhooks may do here and can hear of: private ranges that are open, and every event type with an example.',
  })
  async show(): Promise<WebhookSurroundings> {
    const [{ head }] = await this.db.query('select head from outbox_head');
    const events = eventTypes.map((type) => ({ type, description: eventDescription(type), example: eventExample(type) }));
    return { allowPrivate: this.env.WEBHOOK_ALLOW_PRIVATE, head, events };
  }
}
