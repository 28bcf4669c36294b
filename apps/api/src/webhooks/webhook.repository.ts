import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  eventPatterns,
  eventTypes,
  eventTypesOf,
  webhookStates,
  type Actor,
  type DisabledReason,
  type NewWebhook,
  type Webhook,
  type WebhookEnabling,
} from '@app/domain';
import { Sequencer } from '../outbox/sequencer.js';
import { WebhookHealth } from './webhook-health.js';
import { anyOf, contains, ids, isTrue, type Condition, type ListFields, type ListWindow } from '../http/list.js';
import { calming } from './calming.js';
import { dropping } from './window.js';

const state = `case when not enabled then 'disabled' when failing_since is not null then 'failing' when last_attempt_at is null then 'idle' else 'ok' end`;

/** Webhooks that get one of these types, by its name or a pattern. */
const getsType: Condition = (value, params) => {
  anyOf('event_types', eventTypes)(value, []); // refuses what is no type
  const wanted = [value].flat();
  params.push(eventPatterns.filter((pattern) => eventTypesOf([pattern]).some((type) => wanted.includes(type))));
  return `event_types && $${params.length}::text[]`;
};

/** What the list of webhooks can be ordered and filtered by. */
export const webhookFields: ListFields = {
  sort: {
    id: 'id',
    url: 'url',
    description: 'description',
    enabled: 'enabled',
    state,
    format: 'format',
    lastAttemptAt: `coalesce(last_attempt_at, '-infinity')`,
    lastMs: 'coalesce(last_ms, -1)',
    createdAt: 'created_at',
    updatedAt: 'updated_at',
  },
  filter: {
    id: ids('id'),
    url: contains('url'),
    enabled: isTrue('enabled'),
    eventType: getsType,
    state: anyOf(`(${state})`, webhookStates),
  },
};

/** What a person says of a webhook, its own headers apart. */
export type WebhookSettings = Omit<NewWebhook, 'headers' | 'enabled'>;

const columns: Record<keyof WebhookSettings, string> = {
  url: 'url',
  eventTypes: 'event_types',
  description: 'description',
  format: 'format',
  payload: 'payload',
  gzip: 'gzip',
  maxItems: 'max_items',
  maxBytes: 'max_bytes',
  parallel: 'parallel',
  timeoutMs: 'timeout_ms',
  ratePerSecond: 'rate_per_second',
  partialAck: 'partial_ack',
};

/** A webhook as it is stored. */
export type StoredWebhook = WebhookSettings & {
  id: number;
  enabled: boolean;
  headerNames: string[];
  headersSealed: Buffer | null;
  version: number;
};

const settings = `id, enabled, version, header_names as "headerNames", ${Object.entries(columns)
  .map(([name, column]) => `${column} as "${name}"`)
  .join(', ')}`;

const stored = `${settings}, headers_sealed as "headersSealed"`;

const shown = `${settings}, ${state} as state, disabled_reason as "disabledReason", disabled_at as "disabledAt", failing_since as "failingSince",
  last_error as "lastError", last_attempt_at as "lastAttemptAt", last_success_at as "lastSuccessAt", last_status as "lastStatus",
  last_ms as "lastMs", created_at as "createdAt", updated_at as "updatedAt",
  (select next_attempt_at from webhook_lanes l where l.webhook_id = webhooks.id and kind = 'live') as "nextAttemptAt",
  (select coalesce(sum(n_items), 0)::int from deliveries d where d.webhook_id = webhooks.id and d.state = 'parked') as parked`;

type Shown = Omit<Webhook, 'behind' | 'last24Hours' | 'secrets'>;

/** Own headers as they are kept: their names for all to see, the rest sealed. */
export type SealedHeaders = { names: string[]; sealed: Buffer | null };

/** Reads as it likes; every write asks for its transaction. Whoever writes a webhook and its lane writes the webhook first. */
@Injectable()
export class WebhookRepository {
  constructor(
    private readonly db: DataSource,
    private readonly health: WebhookHealth,
    private readonly sequencer: Sequencer,
  ) {}

  async find(id: number): Promise<Webhook | undefined> {
    return (await this.complete(await this.db.query(`select ${shown} from webhooks where id = $1`, [id])))[0];
  }

  async page({ where, params, orderBy, offset, limit }: ListWindow): Promise<{ rows: Webhook[]; total: number }> {
    const [[{ total }], rows] = await Promise.all([
      this.db.query(`select count(*)::int as total from webhooks ${where}`, params),
      this.db.query(`select ${shown} from webhooks ${where} ${orderBy} limit ${limit} offset ${offset}`, params),
    ]);
    return { rows: await this.complete(rows), total };
  }

  /** The webhook as it is stored, locked until the transaction ends. */
  async findForUpdate(tx: EntityManager, id: number): Promise<StoredWebhook | undefined> {
    return (await tx.query(`select ${stored} from webhooks where id = $1 for no key update`, [id]))[0];
  }

  /** How many webhooks there are; whoever asks adds one, and nobody else does meanwhile. */
  async countToAdd(tx: EntityManager): Promise<number> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('webhooks.add'))`);
    return (await tx.query('select count(*)::int as n from webhooks'))[0].n;
  }

  /** Adds a webhook that hears of what happens from now on. */
  async add(tx: EntityManager, actor: Actor, settings: WebhookSettings, headers: SealedHeaders, enabled: boolean): Promise<number> {
    const values = { actor, enabled, ...rowOf(settings, headers), ...(!enabled && { disabled_reason: 'user', disabled_at: new Date() }) };
    const [{ id }] = await tx.query(
      `insert into webhooks (${Object.keys(values).join(', ')}) values (${Object.keys(values).map((_, i) => `$${i + 1}`)}) returning id`,
      Object.values(values),
    );
    await this.sequencer.catchUp(tx);
    await tx.query(`insert into webhook_lanes (webhook_id, kind, cursor_seq) select $1, 'live', head + 1 from outbox_head`, [id]);
    return id;
  }

  /** Makes the next version of a webhook that is locked. What waits for another try is tried at once: perhaps that was the fault. */
  async change(tx: EntityManager, id: number, settings: Partial<WebhookSettings>, headers?: SealedHeaders): Promise<void> {
    const values = rowOf(settings, headers);
    const assignments = Object.keys(values).map((column, i) => `${column} = $${i + 2}, `);
    await tx.query(`update webhooks set ${assignments.join('')} version = version + 1, updated_at = now() where id = $1`, [
      id,
      ...Object.values(values),
    ]);
    await tx.query(`update webhook_lanes set next_attempt_at = null where webhook_id = $1 and kind = 'live'`, [id]);
  }

  async disable(tx: EntityManager, id: number, reason: DisabledReason): Promise<void> {
    await tx.query(
      `update webhooks set enabled = false, disabled_reason = $2, disabled_at = now(), version = version + 1, updated_at = now()
        where id = $1 and enabled`,
      [id, reason],
    );
  }

  /** Sends again, at once, from where it says; the patience with a receiver that fails begins anew. */
  async enable(tx: EntityManager, id: number, from: WebhookEnabling['from']): Promise<void> {
    await tx.query(
      `update webhooks set enabled = true, disabled_reason = null, disabled_at = null, version = version + 1, updated_at = now(),
              failed_attempts = 0, warned_hours = 0, failing_since = case when failing_since is not null then now() end
        where id = $1`,
      [id],
    );
    const places: Record<WebhookEnabling['from'], string> = {
      continue: '',
      latest: ', latest_until = head, cursor_seq = coalesce(from_seq, cursor_seq), cursor_item = coalesce(from_item, cursor_item)',
      skip: ', cursor_seq = head + 1, cursor_item = 0, latest_until = null',
    };
    if (from !== 'continue') await this.sequencer.catchUp(tx);
    await tx.query(
      `update webhook_lanes set next_attempt_at = null, failures = 0, parked_in_a_row = 0 ${places[from]}
         from outbox_head left join lateral (
              select from_seq, from_item from deliveries d join webhook_lanes l on l.id = d.lane_id
               where l.webhook_id = $1 and l.kind = 'live' and d.state = 'open' order by from_seq, from_item limit 1) oldest on true
        where webhook_id = $1 and kind = 'live'`,
      [id],
    );
    if (from === 'continue') return;
    await tx.query(
      `${dropping} from webhook_lanes l
        where l.webhook_id = $1 and l.kind = 'live' and d.lane_id = l.id and d.state = 'open'`,
      [id],
    );
    if (from === 'skip') await tx.query(calming, [id]);
  }

  /** With its secrets, deliveries and attempts. */
  async delete(tx: EntityManager, id: number): Promise<void> {
    await tx.query('select from webhook_lanes where webhook_id = $1 order by id for update', [id]); // who works in one still needs the webhook
    await tx.query('delete from webhooks where id = $1', [id]);
  }

  /** Adds what is known of webhooks from other tables: a statement for each, however many they are. */
  private async complete(rows: Shown[]): Promise<Webhook[]> {
    if (!rows.length) return [];
    const webhookIds = rows.map(({ id }) => id);
    const [waiting, last24Hours, secrets] = await Promise.all([
      this.health.waiting(webhookIds),
      this.health.last24Hours(webhookIds),
      this.secrets(webhookIds),
    ]);
    return rows.map((row) => ({
      ...(JSON.parse(JSON.stringify(row)) as Shown), // dates as ISO texts
      behind: { events: waiting.get(row.id)?.events ?? 0, seconds: waiting.get(row.id)?.seconds ?? 0 },
      last24Hours: last24Hours.get(row.id)!,
      secrets: secrets.get(row.id) ?? [],
    }));
  }

  /** Keys that sign now, newest first. */
  private async secrets(webhookIds: number[]): Promise<Map<number, Webhook['secrets']>> {
    const rows: { webhookId: number; id: number; createdAt: Date; expiresAt: Date | null }[] = await this.db.query(
      `select webhook_id as "webhookId", id, created_at as "createdAt", expires_at as "expiresAt" from webhook_secrets
        where webhook_id = any($1) and (expires_at is null or expires_at > now()) order by id desc`,
      [webhookIds],
    );
    const secrets = new Map<number, Webhook['secrets']>();
    for (const { webhookId, id, createdAt, expiresAt } of rows)
      secrets.set(webhookId, [
        ...(secrets.get(webhookId) ?? []),
        { id, createdAt: createdAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null },
      ]);
    return secrets;
  }
}

/** Columns and what is written into them. */
function rowOf(settings: Partial<WebhookSettings>, headers?: SealedHeaders): Record<string, unknown> {
  const row = Object.entries(settings).map(([name, value]) => [columns[name as keyof WebhookSettings], value]);
  return { ...Object.fromEntries(row), ...(headers && { header_names: headers.names, headers_sealed: headers.sealed }) };
}
