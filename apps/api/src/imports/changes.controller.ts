import { Controller, Get, Logger, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError, eventTypesOf, isFinished, webhookLimits } from '@app/domain';
import { Can } from '../access/can.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { requestId } from '../http/request-id.js';
import { EventLog, type Wanted } from '../outbox/event-log.js';
import { ImportsService } from './imports.service.js';

/** So long a client may take nothing. */
const patienceMs = 60_000;

/** What an import did to products, as the log tells it. */
@ApiTags('imports')
@Controller('imports/:id')
export class ChangesController {
  private readonly log = new Logger(ChangesController.name);

  constructor(
    private readonly service: ImportsService,
    private readonly events: EventLog,
  ) {}

  @Get('changes')
  @Can('events.read')
  @ApiOkResponse({
    content: {
      'application/x-ndjson': {
        schema: {
          type: 'string',
          example: '{"id":"evt_k3f9_1042_7","type":"product.updated","timestamp":"2026-11-21T08:00:00.123Z","data":{"productId":7}}\n',
        },
      },
    },
  })
  @ApiOperation({
    operationId: 'listImportChanges',
    description:
      'The events of one import, and of its undoing, in order: one LogEvent per line, as webhooks get them. Of an import that runs, those up to now. Events are kept for EVENT_DAYS. An answer that breaks off is not whole: of an import that ended, the last line is its `import.` event.',
  })
  @Refuses('events_expired')
  async changes(@Param('id', { schema: Id }) id: number, @Req() req: Request, @Res() res: Response): Promise<void> {
    const job = await this.service.show(id);
    const stretch = await this.events.stretchOf(id);
    if (!stretch && isFinished(job)) throw new DomainError('events_expired', `The events of import ${id} are not kept any longer.`);
    res.type('application/x-ndjson');
    if (req.method === 'HEAD' || !stretch) return void res.end();
    res.setTimeout(patienceMs, () => res.destroy());
    try {
      await pipeline(Readable.from(this.lines(id, stretch)), res);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return; // the client has left
      this.log.error(`${requestId(req)} changes of import ${id}: ${(error as Error).stack}`);
      throw error;
    }
  }

  private async *lines(importId: number, { from, until }: { from: number; until: number }): AsyncGenerator<string> {
    const wanted: Wanted = { types: eventTypesOf(['*']), payload: 'full', importId, until, maxItems: 500, maxBytes: webhookLimits.bytes };
    for (let next = { seq: from, item: 0 }; next.seq <= until;) {
      const page = await this.events.read(next, wanted);
      if (page.events.length) yield page.events.map(({ json }) => `${json}\n`).join('');
      next = page.next;
    }
  }
}
