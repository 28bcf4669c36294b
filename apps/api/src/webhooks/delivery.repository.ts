import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  attemptTriggers,
  controlTypes,
  deliveryStates,
  eventTypes,
  notFound,
  type Attempt,
  type Delivery,
  type DeliveryDetails,
  type ErrorClass,
} from '@app/domain';
import { anyOf, bind, ids, isTrue, since, until, type Condition, type ListFields, type ListWindow } from '../http/list.js';
import { pageOf, type Page } from '../http/page.js';

const holdsType: Condition = (value, params) => {
  anyOf('event_types', [...eventTypes, ...controlTypes])(value, []);
  return `event_types && ${bind(params, [value].flat())}::text[]`;
};

/** Events of an import are in what the delivery spans, even when those of others are too. Only deliveries from its first to its last are looked into. */
const holdsImport: Condition = (value, params) => {
  const ofImport = ids('o.import_id')(value, params);
  return `to_seq >= (select min(o.seq) from outbox o where ${ofImport}) and from_seq <= (select max(o.seq) from outbox o where ${ofImport})
          and exists (select from outbox o where ${ofImport} and o.seq between from_seq and to_seq)`;
};

/** What the deliveries of a webhook can be ordered and filtered by. */
export const deliveryFields: ListFields = {
  sort: { id: 'id', createdAt: 'created_at' },
  filter: {
    id: ids('id'),
    parentId: ids('parent_id'),
    state: anyOf('state', deliveryStates),
    failed: (value, params) => isTrue(`(state in ('parked', 'dead'))`)(value, params),
    eventType: holdsType,
    importId: holdsImport,
    createdAt_gte: since('created_at'),
    createdAt_lte: until('created_at'),
  },
  hasCursors: true,
};

/** And its attempts. */
export const attemptFields: ListFields = {
  sort: { id: 'id', sentAt: 'sent_at' },
  filter: {
    id: ids('id'),
    deliveryId: ids('delivery_id'),
    ok: isTrue('ok'),
    trigger: anyOf('trigger', attemptTriggers),
    sentAt_gte: since('sent_at'),
    sentAt_lte: until('sent_at'),
  },
  hasCursors: true,
};

/** What a caller may not see who only reads: bodies, and the values of headers. */
export type Sight = 'all' | 'no contents';

const delivery = `
  select d.id, d.webhook_id as "webhookId", d.message_id as "messageId", d.parent_id as "parentId", coalesce(l.kind = 'replay', false) as "isReplay",
         d.type, d.event_types as "eventTypes", d.from_seq || ':' || d.from_item as "from", d.to_seq || ':' || d.to_item as "to", d.n_items as items,
         d.state, d.attempts, d.last_status as "lastStatus", d.last_error as "lastError",
         case d.state when 'parked' then d.next_attempt_at when 'open' then l.next_attempt_at end as "nextAttemptAt",
         d.created_at as "createdAt", d.finished_at as "finishedAt"
    from deliveries d left join webhook_lanes l on l.id = d.lane_id`;

const attempt = `
  select id, delivery_id as "deliveryId", attempt_no as "attemptNo", trigger, sent_at as "sentAt", ok, status, error_class as "errorClass", error,
         json_build_object('dns', dns_ms, 'connect', connect_ms, 'tls', tls_ms, 'firstByte', first_byte_ms, 'total', total_ms) as timings,
         remote_address as "remoteAddress", request_headers as "requestHeaders", response_headers as "responseHeaders", response_body as "responseBody"
    from attempts`;

type DeliveryRow = Omit<Delivery, 'nextAttemptAt' | 'createdAt' | 'finishedAt'> & {
  nextAttemptAt: Date | null;
  createdAt: Date;
  finishedAt: Date | null;
};
type AttemptRow = Omit<Attempt, 'sentAt' | 'error'> & { sentAt: Date; errorClass: ErrorClass | null; error: string | null };

/** So many tries of a delivery are shown; it has never more. */
const mostTries = 1_000;

/** What was sent to webhooks, and what came back. */
@Injectable()
export class DeliveryRepository {
  constructor(private readonly db: DataSource) {}

  async page(webhookId: number, window: ListWindow): Promise<Page<Delivery>> {
    return pageOf(this.db, 'deliveries', within(window, webhookId, 'parts is null'), async (ids) => {
      const rows: DeliveryRow[] = await this.db.query(`${delivery} where d.id = any($1)`, [ids]);
      return rows.map(deliveryOf);
    });
  }

  async attempts(webhookId: number, window: ListWindow, sight: Sight): Promise<Page<Attempt>> {
    return pageOf(this.db, 'attempts', within(window, webhookId), async (ids) => {
      const rows: AttemptRow[] = await this.db.query(`${attempt} where id = any($1)`, [ids]);
      return rows.map((row) => attemptOf(row, sight));
    });
  }

  /** Throws `not_found`. */
  async find(id: number, tx: Pick<EntityManager, 'query'> = this.db): Promise<Delivery> {
    const [found] = await tx.query(`${delivery} where d.id = $1 and d.parts is null`, [id]);
    return found ? deliveryOf(found) : Promise.reject(notFound('delivery', id));
  }

  /** A delivery with its body and its tries. Throws `not_found`. */
  async details(id: number, sight: Sight): Promise<DeliveryDetails> {
    const found = await this.find(id);
    const [[kept], tries] = await Promise.all([
      this.db.query('select body from deliveries where id = $1', [id]),
      this.db.query(`select * from (${attempt} where delivery_id = $1 order by id desc limit ${mostTries}) tries order by id`, [id]),
    ]);
    const body = sight === 'all' ? (kept?.body ?? null) : null;
    return { ...found, body, tries: tries.map((row: AttemptRow) => attemptOf(row, sight)) };
  }
}

/** The part of a list that is of one webhook. */
function within({ where, params, ...window }: ListWindow, webhookId: number, more = 'true'): ListWindow {
  const values = [...params];
  return { ...window, where: `${where || 'where true'} and webhook_id = ${bind(values, webhookId)} and ${more}`, params: values };
}

const deliveryOf = (row: DeliveryRow): Delivery => ({
  ...row,
  nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

function attemptOf({ errorClass, error, ...row }: AttemptRow, sight: Sight): Attempt {
  const shown = { ...row, sentAt: row.sentAt.toISOString(), error: errorClass && { class: errorClass, message: error ?? '' } };
  if (sight === 'all') return shown;
  return { ...shown, requestHeaders: namesOf(row.requestHeaders), responseHeaders: namesOf(row.responseHeaders), responseBody: null };
}

const namesOf = (headers: Record<string, string>) => Object.fromEntries(Object.keys(headers).map((name) => [name, '']));
