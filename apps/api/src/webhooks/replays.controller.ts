import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Query, Res, Sse, type MessageEvent } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import { z } from 'zod';
import { ListQuery, Replay, ReplayRequest, type Actor } from '@app/domain';
import { By, Can } from '../access/can.js';
import { Follows } from '../http/follows.js';
import { Call } from '../http/idempotency.js';
import { contentRange, listWindow } from '../http/list.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { ReplayProgress } from './replay-progress.js';
import { replayFields, Replays } from './replays.js';

/** Sending again, and not waiting. */
@ApiTags('webhooks')
@Controller('webhooks/:id')
export class ReplaysController {
  constructor(
    private readonly replays: Replays,
    private readonly progress: ReplayProgress,
  ) {}

  @Post('replay')
  @HttpCode(202)
  @Can('webhooks.write')
  @ApiAcceptedResponse({ standardSchema: Replay, headers: { Location: { schema: { type: 'string' } } } })
  @ApiOperation({
    operationId: 'startReplay',
    description:
      'Sends events again, beside what goes on: those of an import, of a stretch of the log, of deliveries, or everything that is dead or parked since a time. Events keep their ids; requests carry the header `webhook-replay`. Without `expect` the refusal tells how many events that is, and `to`, which keeps it from growing. `Idempotency-Key` is honoured.',
  })
  @Refuses('confirmation_required', 'count_changed', 'wrong_state', 'events_expired', 'body_gone', 'busy')
  async start(
    @Call() call: Call,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ReplayRequest }) request: ReplayRequest,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Replay> {
    const replay = await this.replays.start(call, id, request);
    res.setHeader('Location', `/api/webhooks/${id}/replays/${replay.id}`);
    return replay;
  }

  @Get('replays')
  @Can('webhooks.read')
  @ApiOkResponse({ standardSchema: z.array(Replay), headers: { 'Content-Range': { schema: { type: 'string' } } } })
  @ApiOperation({ operationId: 'listReplays', description: 'What was sent again to a webhook because somebody asked, newest first.' })
  async list(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: ListQuery }) query: ListQuery,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Replay[]> {
    const window = listWindow({ sort: '-id', ...query }, replayFields);
    await this.replays.webhook(id);
    const { rows, total } = await this.replays.page(id, window);
    contentRange(res, 'replays', window.offset, rows.length, total);
    return rows;
  }

  @Get('replays/:replayId')
  @Can('webhooks.read')
  @ApiParam({ name: 'replayId', description: 'Id of the replay' })
  @ApiOkResponse({ standardSchema: Replay })
  @ApiOperation({ operationId: 'getReplay', description: 'A replay as it stands.' })
  show(@Param('id', { schema: Id }) id: number, @Param('replayId', { schema: Id }) replayId: number): Promise<Replay> {
    return this.replays.show(id, replayId);
  }

  @Delete('replays/:replayId')
  @Can('webhooks.write')
  @ApiParam({ name: 'replayId', description: 'Id of the replay' })
  @ApiOkResponse({ standardSchema: Replay })
  @ApiOperation({
    operationId: 'cancelReplay',
    description: 'Cancels a replay. A request that is under way may still arrive; nothing more is sent. What was sent stays.',
  })
  @Refuses('wrong_state')
  cancel(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Param('replayId', { schema: Id }) replayId: number,
  ): Promise<Replay> {
    return this.replays.cancel(actor, id, replayId);
  }

  @Sse('replays/:replayId/progress', { maxPendingDataLength: 65_536 })
  @Can('webhooks.read')
  @ApiParam({ name: 'replayId', description: 'Id of the replay' })
  @Follows(Replay)
  @ApiOperation({
    operationId: 'getReplayProgress',
    description: 'The replay as it stands, again and again: `event: progress`, at last `event: done`; `id` is its `progressVersion`.',
  })
  async follow(
    @Param('id', { schema: Id }) id: number,
    @Param('replayId', { schema: Id }) replayId: number,
    @Headers('last-event-id') seen: string | undefined,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Observable<MessageEvent>> {
    return this.progress.answer(await this.replays.show(id, replayId), seen, res);
  }

  @Post('try-now')
  @HttpCode(204)
  @Can('webhooks.write')
  @ApiNoContentResponse({ description: 'What is next is tried now.' })
  @ApiOperation({ operationId: 'retryWebhookNow', description: 'Tries at once what is blocked, instead of when its time comes.' })
  @Refuses('wrong_state')
  tryNow(@By() actor: Actor, @Param('id', { schema: Id }) id: number): Promise<void> {
    return this.replays.tryNow(actor, id);
  }
}
