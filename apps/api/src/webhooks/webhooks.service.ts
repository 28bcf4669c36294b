import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { isDeepStrictEqual } from 'node:util';
import { DataSource, type EntityManager } from 'typeorm';
import {
  DomainError,
  notFound,
  webhookLimits,
  type Actor,
  type AddedWebhook,
  type NewWebhook,
  type Webhook,
  type WebhookChanges,
  type WebhookEnabling,
} from '@app/domain';
import { Audit } from '../access/audit.js';
import { Idempotency, type Call } from '../http/idempotency.js';
import { signals } from '../platform/signals.js';
import { Secrets } from './secrets.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookUrls } from './webhook-url.js';
import { WebhookRepository, type SealedHeaders, type StoredWebhook } from './webhook.repository.js';

/** Changes of webhooks. Each notes who did it: both commit, or neither. Names are looked up before, not within. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly db: DataSource,
    private readonly webhooks: WebhookRepository,
    private readonly keys: WebhookSecrets,
    private readonly secrets: Secrets,
    private readonly urls: WebhookUrls,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
    private readonly emitter: EventEmitter2,
  ) {}

  async show(id: number): Promise<Webhook> {
    return (await this.webhooks.find(id)) ?? Promise.reject(notFound('webhook', id));
  }

  /** Adds a webhook with a key. What is kept of the answer, for the same call again, has the key sealed. */
  async create(call: Call, input: NewWebhook): Promise<AddedWebhook> {
    const { headers, enabled, ...settings } = { ...input, url: await this.urls.check(input.url), eventTypes: unique(input.eventTypes) };
    const { id, sealed } = await this.idempotency.once(call, input, async (tx) => {
      const count = await this.webhooks.countToAdd(tx);
      if (count >= webhookLimits.webhooks)
        throw new DomainError('limit_reached', `There are ${count} webhooks already, as many as there may be.`, undefined, { count });
      const id = await this.webhooks.add(tx, call.actor, settings, this.sealed(headers), enabled);
      const key = await this.keys.add(tx, id);
      await this.audit.note(tx, call.actor, 'webhook.create', `webhook:${id}`, { host: new URL(settings.url).host });
      return { id, sealed: key.toString('base64') };
    });
    this.emitter.emit(signals.webhookChanged, id);
    return { ...(await this.show(id)), secret: this.keys.text(Buffer.from(sealed, 'base64')) };
  }

  /** What the caller leaves out stays. `seen` are versions that it read; without them the write goes through. Nothing new: nothing written. */
  async update(
    actor: Actor,
    id: number,
    { version, headers, enabled, ...settings }: WebhookChanges,
    seen = version === undefined ? undefined : [version],
  ): Promise<Webhook> {
    const { url } = await this.show(id);
    if (settings.url !== undefined && settings.url !== url) settings.url = await this.urls.check(settings.url);
    if (settings.eventTypes) settings.eventTypes = unique(settings.eventTypes);
    await this.write(actor, id, 'update', seen, async (tx, before) => {
      const changed = Object.fromEntries(
        Object.entries(settings).filter(([name, value]) => value !== undefined && !isDeepStrictEqual(value, before[name as 'url'])),
      );
      const isNewHeaders = headers && !isDeepStrictEqual(headers, this.opened(before));
      const names = [...Object.keys(changed), ...(isNewHeaders ? ['headers'] : [])];
      if (names.length) await this.webhooks.change(tx, id, changed, isNewHeaders ? this.sealed(headers) : undefined);
      if (enabled === undefined || enabled === before.enabled) return names.length ? { changed: names } : null;
      if (enabled) await this.webhooks.enable(tx, id, 'continue');
      else await this.webhooks.disable(tx, id, 'user');
      return { changed: [...names, 'enabled'] };
    });
    return this.show(id);
  }

  async enable(actor: Actor, id: number, { from }: WebhookEnabling): Promise<Webhook> {
    await this.write(actor, id, 'enable', undefined, async (tx) => {
      await this.webhooks.enable(tx, id, from);
      return { from };
    });
    return this.show(id);
  }

  async disable(actor: Actor, id: number): Promise<Webhook> {
    await this.write(actor, id, 'disable', undefined, async (tx, { enabled }) => {
      if (!enabled) return null;
      await this.webhooks.disable(tx, id, 'user');
      return {};
    });
    return this.show(id);
  }

  /** Returns the webhook as it was. What waits for it goes with it. */
  async delete(actor: Actor, id: number, seen?: number[]): Promise<Webhook> {
    const before = await this.show(id);
    await this.write(actor, id, 'delete', seen, async (tx) => {
      await this.webhooks.delete(tx, id);
      return { host: new URL(before.url).host };
    });
    return before;
  }

  /** One change, its note, and the signal after it. What `work` returns is noted; null: nothing was new. */
  private async write(
    actor: Actor,
    id: number,
    action: string,
    seen: number[] | undefined,
    work: (tx: EntityManager, before: StoredWebhook) => Promise<object | null>,
  ): Promise<void> {
    const isStale = await this.db.transaction(async (tx) => {
      const before = await this.webhooks.findForUpdate(tx, id);
      if (!before) throw notFound('webhook', id);
      if (seen && !seen.includes(before.version)) return true;
      const noted = await work(tx, before);
      if (noted) await this.audit.note(tx, actor, `webhook.${action}`, `webhook:${id}`, noted);
      return false;
    });
    if (isStale) {
      const current = await this.show(id);
      const message = `Somebody changed this webhook meanwhile; it is at version ${current.version} now.`;
      throw new DomainError('stale_version', message, undefined, { current });
    }
    this.emitter.emit(signals.webhookChanged, id);
  }

  private sealed(headers: Record<string, string>): SealedHeaders {
    const names = Object.keys(headers);
    return { names, sealed: names.length ? this.secrets.seal(Buffer.from(JSON.stringify(headers))) : null };
  }

  private opened({ headersSealed }: StoredWebhook): Record<string, string> {
    return headersSealed ? JSON.parse(this.secrets.open(headersSealed).toString()) : {};
  }
}

const unique = <T>(list: T[]): T[] => [...new Set(list)];
