import { Injectable } from '@nestjs/common';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptTrigger } from '@app/domain';
import { failpoint } from '../platform/failpoint.js';
import type { Duty } from './duty.js';
import { eventsIn } from './split.js';
import { LaneRepository } from './lane.repository.js';
import { WebhookClient, type Answer } from './webhook-client.js';
import type { Target } from './webhook-targets.js';

/** Why something is sent; `replay`: its number, which the receiver is told. */
export type Reason = { trigger: AttemptTrigger; replay?: number };

/** Brings messages to their receiver, no faster than their webhook allows. */
@Injectable()
export class Courier {
  private readonly ending = new AbortController();

  constructor(
    private readonly client: WebhookClient,
    private readonly lanes: LaneRepository,
  ) {
    setMaxListeners(0, this.ending.signal); // as many as there are requests under way
  }

  /**
   * Sends a message. A number instead of an answer: it was not sent, for it must wait so many milliseconds. Whoever had to wait for its turn is
   * asked again whether it may go. What is ended (`end`) may have arrived or not: it is as if it was not sent, and whoever comes next sends it.
   */
  async send(
    target: Target,
    ratePerSecond: number | null,
    duty: Duty & { body: string },
    { replay }: Reason,
    mayGo: () => Promise<boolean>,
  ): Promise<Answer | number> {
    if (ratePerSecond) {
      const { isTaken, wait } = await this.lanes.reserve(target.id, ratePerSecond);
      if (!isTaken) return wait;
      if (wait) await sleep(wait);
      if (wait && !(await mayGo())) return 1;
    }
    failpoint('delivery.before_send');
    const headers = replay ? { 'webhook-replay': String(replay) } : undefined;
    const answer = await this.client.post(target, { id: duty.messageId, body: duty.body, headers }, this.ending.signal);
    if (this.ending.signal.aborted && !answer.ok) return 1;
    failpoint('delivery.sent.before_record');
    return answer.failedIds.length ? { ...answer, failedIds: ownOf(answer.failedIds, duty) } : answer;
  }

  /** Ends all requests that are under way, and any that are still begun. */
  end(): void {
    this.ending.abort();
  }
}

/** Of the ids that a receiver names those that it was sent, each once. */
const ownOf = (ids: string[], { body }: Duty & { body: string }): string[] => {
  const named = new Set(ids);
  return eventsIn(body).flatMap(({ id }) => (named.has(id) ? [id] : []));
};
