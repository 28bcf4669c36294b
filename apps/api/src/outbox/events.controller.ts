import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ReplaySubject } from 'rxjs';
import { z } from 'zod';
import { DomainError, EventPage, eventPatterns, eventTypes, eventTypesOf, listParameter, maxWindow, webhookLimits } from '@app/domain';
import { Can } from '../access/can.js';
import { Refuses } from '../http/refuses.js';
import { EventLog, positionText, type Position } from './event-log.js';
import { LogGrowth } from './log-growth.js';

/** Seconds that a call may wait for something to happen. */
const longestWait = 20;

const whole = (description: string, minimum: number, maximum: number, example: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum, `is ${minimum} to ${maximum}`)
    .transform(Number)
    .optional()
    .meta({ type: 'integer', minimum, maximum, description, examples: [example] });

const EventQuery = z.strictObject({
  after: listParameter(
    '`next` of the page before, or the position of an event that is known; left out: from the first that is kept',
    '1042:7',
  ),
  limit: whole('Events at most; 500 unless told', 1, maxWindow, 500),
  types: listParameter(`Types, \`product.*\`, \`import.*\` or \`*\`, with commas between; all unless told`, 'product.*,import.completed'),
  wait: whole('Seconds to wait when there is nothing yet', 0, longestWait, 20),
});

/** The log, for who rather asks than is told: the same events, ids and positions that webhooks get. */
@ApiTags('events')
@Controller('events')
export class EventsController {
  constructor(
    private readonly log: EventLog,
    private readonly growth: LogGrowth,
  ) {}

  @Get()
  @Can('events.read')
  @ApiOkResponse({ standardSchema: EventPage })
  @ApiOperation({
    operationId: 'listEvents',
    description:
      'Everything that happened, in order, the same events with the same ids as webhooks send. Ask again with `after` set to `next`; with `wait` an answer comes as soon as there is an event, or empty. A page is at most 1 MiB, or one event: it may be shorter than `limit`. Events are kept for EVENT_DAYS: 410 `events_expired` when `after` is older.',
  })
  @Refuses('events_expired')
  async list(
    @Query({ schema: EventQuery }) query: z.output<typeof EventQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<string> {
    const wanted = {
      types: typesOf(query.types),
      payload: 'full' as const,
      maxItems: query.limit ?? 500,
      maxBytes: webhookLimits.bytes,
    };
    const start = query.after === undefined ? { seq: await this.log.firstKept(), item: 0 } : behind(query.after);
    const end = Date.now() + (query.wait ?? 0) * 1_000;
    const left = new ReplaySubject<void>(1);
    res.once('close', () => left.next());
    let page = await this.log.read(start, wanted);
    const first = await this.log.firstKept(); // asked afterwards: what was just read, no retention has taken away before
    if (start.seq < first) throw expired(start, first);
    if (start.seq > page.head + 1) throw forged(`it lies beyond the end of the log, ${page.head}`);
    while (!page.events.length && (await this.growth.beyond(page.head, end - Date.now(), left)))
      page = await this.log.read(page.next, wanted);
    const { events, next, head } = page;
    const cursor = next.item ? positionText({ seq: next.seq, item: next.item - 1 }) : String(next.seq - 1);
    res.type('application/json');
    return `{"items":[${events.map(({ json }) => json).join(',')}],"next":"${cursor}","head":${head}}`;
  }
}

/** Where to read on behind an event, or behind all that a number holds. */
function behind(after: string): Position {
  const [, seq, item] = /^(\d{1,15})(?::(\d{1,6}))?$/.exec(after) ?? [];
  if (seq === undefined) throw forged('it has the form 1042:7');
  return item === undefined ? { seq: Number(seq) + 1, item: 0 } : { seq: Number(seq), item: Number(item) + 1 };
}

const forged = (why: string) =>
  new DomainError('invalid_parameter', `after is no position in the log: ${why}. Send next as it was answered.`);

const expired = (asked: Position, first: number) =>
  new DomainError(
    'events_expired',
    `Events from ${positionText(asked)} on are not kept any longer; the first that is kept is ${first}:0. Read the products anew, and go on without after.`,
    undefined,
    { firstKept: `${first}:0` },
  );

function typesOf(types = '*') {
  const patterns = types.split(',');
  const wrong = patterns.find((pattern) => !(eventPatterns as readonly string[]).includes(pattern));
  if (wrong === undefined) return eventTypesOf(patterns);
  const message = `"${wrong.slice(0, 50)}" is no event type. There are: ${eventTypes.join(', ')}.`;
  throw new DomainError('invalid', message, [{ pointer: '/types', message }]);
}
