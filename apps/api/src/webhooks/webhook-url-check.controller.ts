import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { WebhookUrl } from '@app/domain';
import { Can } from '../access/can.js';
import { Refuses } from '../http/refuses.js';
import { WebhookUrls } from './webhook-url.js';

@ApiTags('webhooks')
@Controller('webhooks/check-url')
export class WebhookUrlCheckController {
  constructor(private readonly urls: WebhookUrls) {}

  @Post()
  @HttpCode(204)
  @Can('webhooks.write')
  @ApiNoContentResponse({ description: 'Webhooks may call it, as far as that can be said now.' })
  @ApiOperation({
    operationId: 'testWebhookUrl',
    description:
      'Whether webhooks may call an address, for forms that want to say so before they are sent. Nothing is called and nothing kept.',
  })
  @Refuses('webhook_url')
  async check(@Body({ schema: WebhookUrl }) { url }: WebhookUrl): Promise<void> {
    await this.urls.check(url);
  }
}
