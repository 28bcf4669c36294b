import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { parkedDelay } from '@app/domain';
import { verdictOf } from './answer.js';
import { AttemptRepository, type Outcome } from './attempt.repository.js';
import { Courier } from './courier.js';
import type { Duty } from './duty.js';
import { WebhookStanding } from './standing.js';
import { WebhookTargets, type Target } from './webhook-targets.js';

/** For so long nobody else sends a parked message: longer than any request takes. */
const heldMs = 60_000;

type ParkedDuty = Duty & { body: string; heldUntil: Date; ratePerSecond: number | null };

/**
 * Parked messages that are due, of webhooks whose receivers take anything: while a lane waits for its receiver to come back, so do they. When it
 * waits because everything was refused, they are what finds out.
 */
const due = `
  from deliveries d join webhooks w on w.id = d.webhook_id join webhook_lanes l on l.webhook_id = w.id and l.kind = 'live'
 where d.state = 'parked' and d.next_attempt_at <= now() and w.enabled and (l.failures = 0 or l.parked_in_a_row > 0)`;

/** What was refused alone is tried again apart from its lane, less and less often, until it is taken or given up. */
@Injectable()
export class Parked {
  constructor(
    private readonly db: DataSource,
    private readonly attempts: AttemptRepository,
    private readonly courier: Courier,
    private readonly targets: WebhookTargets,
    private readonly standing: WebhookStanding,
  ) {}

  /** Webhooks with parked messages that are due. */
  async due(): Promise<number[]> {
    return (await this.db.query(`select distinct d.webhook_id as id ${due} order by 1`)).map(({ id }: { id: number }) => id);
  }

  /** Sends those of one webhook that are due, one after the other, until it must stop. */
  async send(webhookId: number, mustStop: () => boolean): Promise<void> {
    for (;;) {
      const duty = mustStop() ? undefined : await this.take(webhookId);
      if (!duty) return;
      const target = await this.targets.of(webhookId); // for each: it may be changed in between
      if (!target) return;
      const answer = await this.courier.send(target, duty.ratePerSecond, duty, { trigger: 'automatic' }, () => this.isAsItWas(target));
      if (typeof answer === 'number') return this.putBack(duty, answer);
      const verdict = verdictOf(answer);
      const refusals = verdict === 'delivered' || verdict === 'failed' ? duty.refusals : duty.refusals + 1;
      const delay = verdict === 'delivered' ? null : parkedDelay(refusals, answer.retryAfterMs);
      const outcome: Outcome = {
        duty,
        answer,
        trigger: 'automatic',
        state: verdict === 'delivered' ? 'delivered' : delay === null ? 'dead' : 'parked',
        timeouts: 0,
        refusals,
        delay,
        isFailure: false, // what is parked never disables a webhook
      };
      await this.db.transaction(async (tx) => {
        const standing = await this.attempts.record([outcome], { webhookId, heldUntil: duty.heldUntil }, 0, tx);
        if (standing?.version === target.version) await this.standing.judge(tx, webhookId, [outcome], standing);
        if (verdict === 'delivered')
          await tx.query(
            `update webhook_lanes set parked_in_a_row = 0, next_attempt_at = null
              where webhook_id = $1 and kind = 'live' and parked_in_a_row > 0 and (lease_until is null or lease_until < now())`,
            [webhookId],
          );
      });
    }
  }

  private async isAsItWas({ id, version }: Target): Promise<boolean> {
    return (await this.db.query('select from webhooks where id = $1 and enabled and version = $2', [id, version])).length > 0;
  }

  private async take(webhookId: number): Promise<ParkedDuty | undefined> {
    const [[duty]] = await this.db.query(
      `update deliveries d set next_attempt_at = date_trunc('milliseconds', now() + interval '${heldMs} ms')
         from (select d.id, w.rate_per_second ${due} and w.id = $1 order by d.next_attempt_at, d.id limit 1 for update of d skip locked) next
        where d.id = next.id
       returning d.id, message_id as "messageId", body, n_items as items, state, attempts, timeouts, refusals, suspects, json_build_object('seq', from_seq, 'item', from_item) as at,
                 next_attempt_at as "heldUntil", rate_per_second as "ratePerSecond"`,
      [webhookId],
    );
    return duty;
  }

  private async putBack({ id, heldUntil }: ParkedDuty, wait: number): Promise<void> {
    await this.db.query(`update deliveries set next_attempt_at = now() + $3 * interval '1 ms' where id = $1 and next_attempt_at = $2`, [
      id,
      heldUntil,
      wait,
    ]);
  }
}
