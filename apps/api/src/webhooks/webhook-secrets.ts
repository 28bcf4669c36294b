import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError, notFound, webhookLimits, type Actor, type RotatedSecret, type SecretRotation } from '@app/domain';
import { Audit } from '../access/audit.js';
import { Secrets } from './secrets.js';
import { secretText } from './signature.js';
import { WebhookRepository } from './webhook.repository.js';

const isLive = '(expires_at is null or expires_at > now())';

/** The keys by which receivers know us: one without an end, and before it for a while those that it replaced. */
@Injectable()
export class WebhookSecrets {
  constructor(
    private readonly db: DataSource,
    private readonly webhooks: WebhookRepository,
    private readonly sealing: Secrets,
    private readonly audit: Audit,
  ) {}

  /** Makes a key, and returns it sealed. */
  async add(tx: EntityManager, webhookId: number): Promise<Buffer> {
    const sealed = this.sealing.seal(randomBytes(32));
    await tx.query('insert into webhook_secrets (webhook_id, key_sealed) values ($1, $2)', [webhookId, sealed]);
    return sealed;
  }

  /** A sealed key as its receiver is told it. */
  text(sealed: Buffer): string {
    return secretText(this.sealing.open(sealed));
  }

  /** Makes a new key; those before it sign on for so long, the oldest of more than three not at all. */
  async rotate(actor: Actor, id: number, { overlapHours }: SecretRotation): Promise<RotatedSecret> {
    const sealed = await this.db.transaction(async (tx) => {
      if (!(await this.webhooks.findForUpdate(tx, id))) throw notFound('webhook', id);
      await tx.query(`update webhook_secrets set expires_at = least(expires_at, now() + $2 * interval '1 hour') where webhook_id = $1`, [
        id,
        overlapHours,
      ]);
      const added = await this.add(tx, id);
      await tx.query(
        `delete from webhook_secrets where webhook_id = $1 and (not ${isLive} or id not in
           (select id from webhook_secrets where webhook_id = $1 order by id desc limit ${webhookLimits.liveSecrets}))`,
        [id],
      );
      await this.webhooks.change(tx, id, {}); // whoever is sending to it stops, and goes on with the keys as they are
      await this.audit.note(tx, actor, 'webhook.rotate_secret', `webhook:${id}`, { overlapHours });
      return added;
    });
    return { secret: this.text(sealed), secrets: (await this.webhooks.find(id))?.secrets ?? [] };
  }

  /** Ends a key at once. The last one stays; when it was the one without an end, the newest that is left has none from now on. */
  async revoke(actor: Actor, id: number, secretId: number): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (!(await this.webhooks.findForUpdate(tx, id))) throw notFound('webhook', id);
      const live: { id: number }[] = await tx.query(`select id from webhook_secrets where webhook_id = $1 and ${isLive} order by id desc`, [
        id,
      ]);
      if (!live.some((secret) => secret.id === secretId)) throw notFound('secret', secretId);
      const [newest] = live.filter((secret) => secret.id !== secretId);
      if (!newest) throw new DomainError('wrong_state', 'This is the only secret. Make another one first.', undefined, { state: 'only' });
      await tx.query('delete from webhook_secrets where id = $1', [secretId]);
      await tx.query('update webhook_secrets set expires_at = null where id = $1', [newest.id]);
      await this.webhooks.change(tx, id, {});
      await this.audit.note(tx, actor, 'webhook.revoke_secret', `webhook:${id}`, { secretId });
    });
  }
}
