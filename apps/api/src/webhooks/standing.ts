import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { failingSays, type DisabledReason } from '@app/domain';
import { Audit } from '../access/audit.js';
import type { Outcome, Standing } from './attempt.repository.js';

const texts = {
  gone: 'is disabled: its receiver answers that it is gone for good (410)',
  receiver: 'is disabled: its receiver asks for it',
  failing: 'is disabled: nothing has got through for five days',
} satisfies Record<Exclude<DisabledReason, 'user'>, string>;

/** Says aloud that a webhook fails, and disables it when it is no use any longer. */
@Injectable()
export class WebhookStanding {
  private readonly log = new Logger(WebhookStanding.name);

  constructor(private readonly audit: Audit) {}

  /** After attempts, in their transaction: whether their receiver wants no more, or it is time for a warning, or for the end. */
  async judge(tx: EntityManager, webhookId: number, outcomes: Outcome[], standing: NonNullable<Standing>): Promise<void> {
    const stop = outcomes.find(({ answer }) => answer.asksToStop);
    if (stop) return this.disable(tx, webhookId, stop.answer.status === 410 ? 'gone' : 'receiver');
    if (!outcomes.some(({ isFailure }) => isFailure)) return;
    const { failingMs, failedAttempts, warnedHours } = standing;
    const says = failingSays(failingMs ?? 0, failedAttempts, warnedHours);
    if (says === 'disable') return this.disable(tx, webhookId, 'failing');
    if (says === undefined) return;
    await tx.query('update webhooks set warned_hours = $2 where id = $1', [webhookId, says]);
    await this.audit.note(tx, `webhook:${webhookId}`, 'webhook.failing', `webhook:${webhookId}`, { hours: says, failedAttempts });
    this.log.warn(`webhook ${webhookId}: nothing has got through for ${says} h`);
  }

  /** For a reason that lies with its receiver. It loses nothing: its cursor stays. */
  private async disable(tx: EntityManager, webhookId: number, reason: keyof typeof texts): Promise<void> {
    const [, changed] = await tx.query(
      `update webhooks set enabled = false, disabled_reason = $2, disabled_at = now(), version = version + 1, updated_at = now() where id = $1 and enabled`,
      [webhookId, reason],
    );
    if (!changed) return;
    await this.audit.note(tx, `webhook:${webhookId}`, 'webhook.disabled', `webhook:${webhookId}`, { reason });
    this.log.warn(`webhook ${webhookId} ${texts[reason]}`);
  }
}
