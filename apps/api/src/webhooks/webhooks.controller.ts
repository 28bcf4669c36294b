import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import {
  AddedWebhook,
  listParameter,
  ListQuery,
  NewWebhook,
  notFound,
  RotatedSecret,
  SecretRotation,
  Webhook,
  WebhookChanges,
  WebhookEnabling,
  webhookLimits,
  WebhookTest,
  WebhookTestResult,
  WebhookWaiting,
  type Actor,
} from '@app/domain';
import { By, Can } from '../access/can.js';
import { Call } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { contentRange, listWindow } from '../http/list.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { WebhookHealth } from './webhook-health.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookTests } from './webhook-tests.js';
import { webhookFields, WebhookRepository } from './webhook.repository.js';
import { WebhooksService } from './webhooks.service.js';

const WebhookListQuery = ListQuery.extend({
  url: listParameter('Contains, whatever the case', 'shop.example'),
  enabled: listParameter('true or false', 'true'),
  eventType: listParameter('Those that get events of this type, by its name or by a pattern', 'product.updated'),
  state: listParameter('ok, idle, failing or disabled', 'failing'),
}).catchall(z.string());

const tag = { ETag: { schema: { type: 'string' as const } } };

@ApiTags('webhooks')
@Controller('webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly service: WebhooksService,
    private readonly secrets: WebhookSecrets,
    private readonly tests: WebhookTests,
    private readonly health: WebhookHealth,
  ) {}

  @Get()
  @Can('webhooks.read')
  @ApiOkResponse({ standardSchema: z.array(Webhook), headers: { 'Content-Range': { schema: { type: 'string' } } } })
  @ApiOperation({ description: 'Who is told of what, and how well that goes.' })
  async list(
    @Query({ schema: WebhookListQuery }) query: z.infer<typeof WebhookListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Webhook[]> {
    const window = listWindow(query, webhookFields);
    const { rows, total } = await this.webhooks.page(window);
    contentRange(res, 'webhooks', window.offset, rows.length, total);
    return rows;
  }

  @Get(':id')
  @Can('webhooks.read')
  @ApiOkResponse({ standardSchema: Webhook, headers: tag })
  @ApiOperation({
    description: 'A webhook as it is now. Its `ETag` is the version of its settings; how well it goes changes without a new one.',
  })
  async show(@Param('id', { schema: Id }) id: number, @Res({ passthrough: true }) res: Response): Promise<Webhook> {
    return tagged(res, await this.service.show(id));
  }

  @Post()
  @Can('webhooks.write')
  @ApiCreatedResponse({ standardSchema: AddedWebhook, headers: { ...tag, Location: { schema: { type: 'string' } } } })
  @ApiOperation({
    description:
      'Adds a webhook, which hears of what happens from now on. Its `secret` is answered this once. 422 `webhook_url` when no request may go to its address; the code at `/url` says why.',
  })
  @Refuses('webhook_url', 'limit_reached')
  async create(
    @Call() call: Call,
    @Body({ schema: NewWebhook }) input: NewWebhook,
    @Res({ passthrough: true }) res: Response,
  ): Promise<AddedWebhook> {
    const webhook = await this.service.create(call, input);
    res.setHeader('Location', `/api/webhooks/${webhook.id}`);
    return tagged(res, webhook);
  }

  @Put(':id')
  @Can('webhooks.write')
  @ApiOkResponse({ standardSchema: Webhook, headers: tag })
  @ApiOperation({
    description:
      'Changes a webhook. Merges like PATCH: what is left out stays. Other event types count from where it has come to. `If-Match` or `version` is checked when sent.',
  })
  @Refuses('webhook_url', 'stale_version')
  async update(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: WebhookChanges }) changes: WebhookChanges,
    @Res({ passthrough: true }) res: Response,
    @IfMatch() seen?: number[],
  ): Promise<Webhook> {
    return tagged(res, await this.service.update(actor, id, changes, seen));
  }

  @Patch(':id')
  @Can('webhooks.write')
  @ApiOkResponse({ standardSchema: Webhook, headers: tag })
  @ApiOperation({ description: 'As PUT.' })
  @Refuses('webhook_url', 'stale_version')
  change(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: WebhookChanges }) changes: WebhookChanges,
    @Res({ passthrough: true }) res: Response,
    @IfMatch() seen?: number[],
  ): Promise<Webhook> {
    return this.update(actor, id, changes, res, seen);
  }

  @Delete(':id')
  @Can('webhooks.write')
  @ApiOkResponse({ standardSchema: Webhook })
  @ApiOperation({
    description:
      'Deletes a webhook with its deliveries and answers what it was; what waits for it is not sent. `If-Match` is checked when sent.',
  })
  remove(@By() actor: Actor, @Param('id', { schema: Id }) id: number, @IfMatch() seen?: number[]): Promise<Webhook> {
    return this.service.delete(actor, id, seen);
  }

  @Post(':id/test')
  @HttpCode(200)
  @Can('webhooks.write')
  @ApiOkResponse({ standardSchema: WebhookTestResult })
  @ApiOperation({
    operationId: 'testWebhook',
    description:
      'Sends a signed test message, or the example of an event type, with the header `webhook-test: true`, and says within ten seconds all about how that went; 200 also when the receiver fails. Works while the webhook is disabled, moves nothing and counts as no failure.',
  })
  @Refuses('rate_limited')
  test(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: WebhookTest.optional() }) test?: WebhookTest,
  ): Promise<WebhookTestResult> {
    return this.tests.run(actor, id, test ?? {});
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Can('webhooks.write')
  @ApiOkResponse({ standardSchema: Webhook, headers: tag })
  @ApiOperation({
    operationId: 'enableWebhook',
    description:
      'Sends again, at once: all that waits, of each product only the newest of it, or nothing of it. Also for a webhook that is enabled and behind.',
  })
  async enable(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Res({ passthrough: true }) res: Response,
    @Body({ schema: WebhookEnabling.optional() }) enabling?: WebhookEnabling,
  ): Promise<Webhook> {
    return tagged(res, await this.service.enable(actor, id, enabling ?? { from: 'continue' }));
  }

  @Post(':id/disable')
  @HttpCode(200)
  @Can('webhooks.write')
  @ApiOkResponse({ standardSchema: Webhook, headers: tag })
  @ApiOperation({
    operationId: 'disableWebhook',
    description: 'Sends nothing from now on. Nothing is lost: what happens meanwhile waits, as long as events are kept.',
  })
  async disable(@By() actor: Actor, @Param('id', { schema: Id }) id: number, @Res({ passthrough: true }) res: Response): Promise<Webhook> {
    return tagged(res, await this.service.disable(actor, id));
  }

  @Get(':id/waiting')
  @Can('webhooks.read')
  @ApiOkResponse({ standardSchema: WebhookWaiting })
  @ApiOperation({ operationId: 'getWebhookWaiting', description: 'How much waits for it, and since when: for whoever enables it again.' })
  async waiting(@Param('id', { schema: Id }) id: number): Promise<WebhookWaiting> {
    return (await this.health.waiting([id])).get(id) ?? Promise.reject(notFound('webhook', id));
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Can('webhooks.write')
  @ApiOkResponse({ standardSchema: RotatedSecret })
  @ApiOperation({
    operationId: 'rotateWebhookSecret',
    description: `Makes a new secret and answers it this once. The ones before sign beside it until the overlap is over; at most ${webhookLimits.liveSecrets} sign at once.`,
  })
  rotateSecret(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: SecretRotation.optional() }) rotation?: SecretRotation,
  ): Promise<RotatedSecret> {
    return this.secrets.rotate(actor, id, rotation ?? SecretRotation.parse({}));
  }

  @Delete(':id/secrets/:keyId')
  @Can('webhooks.write')
  @ApiOkResponse({ standardSchema: Webhook })
  @ApiOperation({
    operationId: 'deleteWebhookSecret',
    description: 'Ends a secret at once, such as one that got out. The only one cannot be: make another one first.',
  })
  @Refuses('wrong_state')
  async revokeSecret(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Param('keyId', { schema: Id }) keyId: number,
  ): Promise<Webhook> {
    await this.secrets.revoke(actor, id, keyId);
    return this.service.show(id);
  }
}

function tagged<T extends Webhook>(res: Response, webhook: T): T {
  res.setHeader('ETag', `"${webhook.version}"`);
  return webhook;
}
