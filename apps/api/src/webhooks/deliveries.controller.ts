import { Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { Attempt, Delivery, DeliveryDetails, listParameter, ListQuery } from '@app/domain';
import { Caller, Can, type Principal } from '../access/can.js';
import { Call } from '../http/idempotency.js';
import { listWindow } from '../http/list.js';
import { pageHeaders, sendPage } from '../http/page.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { attemptFields, deliveryFields, DeliveryRepository, type Sight } from './delivery.repository.js';
import { Replays } from './replays.js';

const after = listParameter('As the header `Link` has it: goes on after the page before', 'WyItaWQiLCI3Iiw3XQ');

const DeliveryListQuery = ListQuery.extend({
  after,
  parentId: listParameter('Cut out of this delivery', '39'),
  state: listParameter('Exactly', 'parked'),
  failed: listParameter('Parked or dead, or neither', 'true'),
  eventType: listParameter('Holds an event of this type', 'product.updated'),
  importId: listParameter('Holds events of this import', '12'),
  createdAt_gte: listParameter('From this moment on', '2026-11-21T08:00:00Z'),
  createdAt_lte: listParameter('Until this moment, or to the end of this day', '2026-11-21'),
}).catchall(z.string());

const AttemptListQuery = ListQuery.extend({
  after,
  deliveryId: listParameter('Of this delivery', '40'),
  ok: listParameter('Whether it succeeded', 'false'),
  trigger: listParameter('Exactly', 'automatic'),
  sentAt_gte: listParameter('From this moment on', '2026-11-21T08:00:00Z'),
  sentAt_lte: listParameter('Until this moment, or to the end of this day', '2026-11-21'),
}).catchall(z.string());

/** Who may not change webhooks sees that something was sent, not what. */
const sightOf = ({ permissions }: Principal): Sight => (permissions.includes('webhooks.write') ? 'all' : 'no contents');

/** What was sent, and what came back. */
@ApiTags('webhooks')
@Controller()
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly replays: Replays,
  ) {}

  @Get('webhooks/:id/deliveries')
  @Can('webhooks.read')
  @ApiOkResponse({ standardSchema: z.array(Delivery), headers: pageHeaders })
  @ApiOperation({
    operationId: 'listDeliveries',
    description:
      'What was sent to a webhook, or shall be, newest first. `Content-Range` has the total; when thousands match it is an estimate, and `X-Total-Estimated` says so. `Link` with `rel="next"` names the next page by a cursor, and on that way there is no total. Kept for EVENT_DAYS.',
  })
  async list(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: DeliveryListQuery }) query: z.infer<typeof DeliveryListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Delivery[]> {
    const window = listWindow({ sort: '-id', ...query }, deliveryFields);
    await this.replays.webhook(id);
    return sendPage(res, 'deliveries', window, await this.deliveries.page(id, window));
  }

  @Get('webhooks/:id/attempts')
  @Can('webhooks.read')
  @ApiOkResponse({ standardSchema: z.array(Attempt), headers: pageHeaders })
  @ApiOperation({
    operationId: 'listAttempts',
    description:
      'Every try to send something to a webhook, tests too, newest first. Pages as of deliveries. Kept for 14 days, those that failed for 30. Without the permission `webhooks.write` there are no bodies and no values of headers.',
  })
  async attempts(
    @Caller() caller: Principal,
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: AttemptListQuery }) query: z.infer<typeof AttemptListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Attempt[]> {
    const window = listWindow({ sort: '-id', ...query }, attemptFields);
    await this.replays.webhook(id);
    return sendPage(res, 'attempts', window, await this.deliveries.attempts(id, window, sightOf(caller)));
  }

  @Get('deliveries/:id')
  @Can('webhooks.read')
  @ApiOkResponse({ standardSchema: DeliveryDetails })
  @ApiOperation({
    operationId: 'getDelivery',
    description:
      'A delivery with its body and every try. Without the permission `webhooks.write` there are no bodies and no values of headers.',
  })
  show(@Caller() caller: Principal, @Param('id', { schema: Id }) id: number): Promise<DeliveryDetails> {
    return this.deliveries.details(id, sightOf(caller));
  }

  @Post('deliveries/:id/resend')
  @HttpCode(202)
  @Can('webhooks.write')
  @ApiAcceptedResponse({ standardSchema: Delivery })
  @ApiOperation({
    operationId: 'resendDelivery',
    description:
      'Sends a delivery again, beside what goes on, with the same id and bytes; one that waits for its next try is tried at once. 409 `wrong_state` for one that was split (its parts are what is sent), or while the webhook is disabled. `Idempotency-Key` is honoured.',
  })
  @Refuses('wrong_state', 'body_gone', 'busy')
  resend(@Call() call: Call, @Param('id', { schema: Id }) id: number): Promise<Delivery> {
    return this.replays.resend(call, id);
  }
}
