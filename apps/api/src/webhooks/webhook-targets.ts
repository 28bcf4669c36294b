import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Secrets } from './secrets.js';

/** Where a webhook's requests go, and what goes with each. `keys` sign, newest first. */
export type Target = {
  id: number;
  /** Of the webhook as it is here. */
  version: number;
  url: string;
  timeoutMs: number;
  gzip: boolean;
  partialAck: boolean;
  headers: Record<string, string>;
  keys: Buffer[];
};

type Stored = Omit<Target, 'headers' | 'keys'> & { headers: Buffer | null; keys: Buffer[] };

@Injectable()
export class WebhookTargets implements OnModuleInit {
  constructor(
    private readonly db: DataSource,
    private readonly secrets: Secrets,
  ) {}

  /** With another sealing key nothing could be signed: better that a process does not start. */
  async onModuleInit(): Promise<void> {
    const [newest] = await this.db.query('select key_sealed from webhook_secrets order by id desc limit 1').catch(unlessMigrated);
    if (newest) this.secrets.open(newest.key_sealed);
  }

  /** Where the requests of a webhook go now, with its own headers and its keys opened. Null: there is no such webhook. */
  async of(webhookId: number): Promise<Target | null> {
    const [found]: Stored[] = await this.db.query(
      `select id, version, url, timeout_ms as "timeoutMs", gzip, partial_ack as "partialAck", headers_sealed as headers,
              array(select key_sealed from webhook_secrets s
                     where s.webhook_id = w.id and (expires_at is null or expires_at > now()) order by s.id desc) as keys
         from webhooks w where id = $1`,
      [webhookId],
    );
    if (!found) return null;
    return {
      ...found,
      headers: found.headers ? JSON.parse(this.secrets.open(found.headers).toString()) : {},
      keys: found.keys.map((key) => this.secrets.open(key)),
    };
  }
}

/** Without tables there are no secrets; what a process can do then it says itself. */
function unlessMigrated(error: { code?: string }): [] {
  if (error.code !== '42P01') throw error;
  return [];
}
