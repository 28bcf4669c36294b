import { Injectable } from '@nestjs/common';
import { laneDelay } from '@app/domain';
import { verdictOf } from './answer.js';
import type { Outcome } from './attempt.repository.js';
import type { LaneTools } from './lane.js';
import type { Duty } from './duty.js';
import type { Claim } from './lane.repository.js';
import type { Target } from './webhook-targets.js';

/** Replays of single messages: each is sent once more as it was, with the same id and the same bytes. `cursor_item`: how many are done. */
@Injectable()
export class Resending {
  /** Milliseconds for which the lane shall rest; 0: when it is tried again is written down. */
  async run(claim: Claim, target: Target, tools: LaneTools): Promise<number> {
    const ids = claim.filter!.deliveryIds!;
    const trigger = ids.length === 1 ? 'resend' : 'replay';
    const began = performance.now();
    let failures = claim.failures;
    for (let i = claim.cursorItem; i < ids.length; i++) {
      if (tools.isClosing() || performance.now() - began > 5_000) return 0;
      const [duty] = await tools.lanes.byIds(claim.webhookId, [ids[i]!]);
      if (duty?.body) {
        const reason = { trigger, replay: claim.id } as const;
        const answer = await tools.courier.send(target, claim.ratePerSecond, duty as Duty & { body: string }, reason, () =>
          tools.lanes.isHeld(claim),
        );
        if (typeof answer === 'number') return answer;
        const verdict = verdictOf(answer);
        const isFailure = verdict === 'failed';
        failures = isFailure ? failures + 1 : 0;
        const state = verdict === 'delivered' ? 'delivered' : duty.state; // what is parked stays so, and has its own time
        const { timeouts, refusals } = duty;
        const outcome: Outcome = { duty, answer, trigger, state, timeouts, refusals, delay: null, isFailure };
        const isMine = await tools.db.transaction(async (tx) => {
          const hold = {
            claim,
            failures,
            parkedInARow: 0,
            delay: isFailure ? laneDelay(failures, answer.retryAfterMs) : null,
            emptied: [],
          };
          const standing = await tools.attempts.record([outcome], hold, tools.leaseMs, tx);
          if (standing?.version === target.version) await tools.standing.judge(tx, claim.webhookId, [outcome], standing);
          return standing?.isMine && !answer.asksToStop;
        });
        if (!isMine || isFailure) return 0;
      }
      if (!(await tools.lanes.moveTo(claim, i + 1))) return 0;
    }
    await tools.lanes.complete(claim);
    return 0;
  }
}
