import { eventTypesOf, isProbe, laneDelay, parkedDelay, webhookLimits } from '@app/domain';
import type { DataSource, EntityManager } from 'typeorm';
import { positionText, type LoggedEvent, type Position } from '../outbox/event-log.js';
import { failpoint } from '../platform/failpoint.js';
import { verdictOf } from './answer.js';
import type { AttemptRepository, Hold, Outcome, Standing } from './attempt.repository.js';
import type { Courier, Reason } from './courier.js';
import type { Duty, NewDuty } from './duty.js';
import type { Claim, LaneRepository } from './lane.repository.js';
import type { SharedLog } from './shared-log.js';
import { apart, eventsIn, halved, narrowed } from './split.js';
import type { WebhookStanding } from './standing.js';
import type { Answer } from './webhook-client.js';
import type { Target } from './webhook-targets.js';

/** What every lane of a process uses. */
export type LaneTools = {
  db: DataSource;
  lanes: LaneRepository;
  attempts: AttemptRepository;
  log: SharedLog;
  courier: Courier;
  standing: WebhookStanding;
  leaseMs: number;
  isClosing: () => boolean;
};

/** So many duties are made at once where each is one event: few statements for many requests. */
const cutAtOnce = 64;

/** A lane is worked in for so long, then others are let in. */
const turnMs = 5_000;

/** Whoever gives way to an import comes again after so long. */
const pauseMs = 1_000;

/** So long after it was looked at, a webhook may have been disabled, a replay cancelled, a lane lost: it is looked at again before anything leaves. */
const freshMs = 200;

/** So many refused alone in a row mean that everything is refused. */
const mostParkedInARow = 20;

/** Time-outs in a row after which a message of several events is cut: perhaps it is too much for the receiver. */
const mostTimeouts = 3;

type Sent = { duty: Duty; answer: Answer };
type Ruling = Outcome & { split?: 'narrow' | 'halve' | 'apart' };

/**
 * A webhook's way through the log, while it is ours: open duties first, then what the log has more. What is to be sent is made ahead while a
 * request is under way; what came back is written down while the next one is.
 */
export class Lane {
  /** Duties that wait, in order; they are in the table, too. */
  private queue: Duty[] = [];
  /** Windows, by id, with how many of their messages were not tried yet. */
  private readonly windows = new Map<number, number>();
  /** What is under way, by duty, with the product that it is about; undefined: it goes alone. */
  private readonly underWay = new Map<number, number | undefined>();
  private sent: Sent[] = [];
  private cursor: Position;
  private failures: number;
  private parkedInARow: number;
  private isExhausted = false;
  /** Nothing more is begun: what is under way is waited for and written down. */
  private isStopping = false;
  private hasFailed = false;
  private pause = 0;
  /** Until it is tried again after it has failed. */
  private delay: number | null = null;
  private fault?: Error;
  private wake = () => {};
  private readonly began = performance.now();
  /** When it was known last that the lane is ours and its webhook as it was. */
  private lookedAt = this.began;
  private readonly reason: Reason;

  constructor(
    private readonly claim: Claim,
    private readonly target: Target,
    private readonly tools: LaneTools,
  ) {
    this.cursor = { seq: claim.cursorSeq, item: claim.cursorItem };
    this.failures = claim.failures;
    this.parkedInARow = claim.parkedInARow;
    this.reason = reasonOf(claim);
  }

  /** Sends what there is, for as long as it may. Milliseconds for which the lane shall rest; 0: when it is tried again is written down. */
  async run(): Promise<number> {
    try {
      return await this.drain();
    } finally {
      this.isStopping = true; // after a fault nothing more leaves, and the lane is ours until what has left is back
      while (this.underWay.size) await this.untilSomethingComesBack();
    }
  }

  private async drain(): Promise<number> {
    await this.load();
    for (;;) {
      if (this.mustStop()) this.isStopping = true;
      if (this.queue[0]?.suspects && !this.isBusy && !this.isStopping) await this.narrow();
      if (this.mayCut()) await this.cut();
      if (this.fault) throw this.fault; // what failed wakes only whoever waits already
      this.begin();
      if (this.sent.length) await this.record();
      else if (this.underWay.size) await this.untilSomethingComesBack();
      else if (this.isStopping || (this.isExhausted && !this.queue.length)) break;
      else if (!this.isFresh) await this.look();
    }
    if (this.claim.kind === 'replay' && !this.isStopping && this.cursor.seq > this.claim.endSeq!)
      await this.tools.lanes.complete(this.claim);
    return this.delay === null ? this.pause : 0;
  }

  private untilSomethingComesBack = () => new Promise<void>((wake) => (this.wake = wake));

  private mustStop = () => this.tools.isClosing() || performance.now() - this.began > turnMs;

  private get isFresh(): boolean {
    return performance.now() - this.lookedAt < freshMs;
  }

  /** Whether it may go on, where nothing that was written down has told so lately. */
  private async look(): Promise<void> {
    if (!(await this.tools.lanes.isHeld(this.claim))) this.isStopping = true;
    this.lookedAt = performance.now();
  }

  private get isBusy(): boolean {
    return this.underWay.size + this.sent.length > 0;
  }

  /** While it fails, only the oldest duty is tried. */
  private get atOnce(): number {
    return this.failures || this.claim.format !== 'single' ? 1 : this.claim.parallel;
  }

  private mayCut(): boolean {
    if (this.isStopping || this.isExhausted) return false;
    return this.failures ? !this.queue.length && !this.isBusy : this.queue.length < this.atOnce;
  }

  /** Makes the next duties of what the log holds, and moves the cursor past them. */
  private async cut(): Promise<void> {
    const { claim, tools } = this;
    const gap = this.gap();
    const { events, next } = gap ? { events: [], next: gap.next } : await tools.log.read(this.cursor, this.wanted(), claim.head);
    const made: NewDuty[] = gap ? [gap.duty] : events.length ? [{ events, isWindow: claim.format === 'single' && events.length > 1 }] : [];
    const lookedAt = performance.now();
    const { isMine, givesWay, duties } = await tools.lanes.cut(claim, made, next);
    failpoint('delivery.cut');
    if (!isMine) return void (this.isStopping = true);
    this.lookedAt = lookedAt;
    this.cursor = next;
    this.take(duties);
    this.isExhausted = next.seq > (claim.endSeq ?? claim.head);
    if (!givesWay || this.isExhausted) return;
    this.isExhausted = true; // for this time
    this.pause = pauseMs;
  }

  /** What is in the table, while nothing is under way. */
  private async load(): Promise<void> {
    this.queue = [];
    this.windows.clear();
    this.take(await this.tools.lanes.open(this.claim, cutAtOnce));
  }

  private take(duties: Duty[]): void {
    this.queue.push(...duties);
    for (const { unwritten } of duties) if (unwritten) this.windows.set(unwritten.window, (this.windows.get(unwritten.window) ?? 0) + 1);
  }

  private wanted() {
    const { eventTypes, format, payload, filter, endSeq, latestUntil, maxItems, maxBytes } = this.claim;
    return {
      types: eventTypesOf(eventTypes),
      payload,
      leaveOutImported: format === 'summary',
      importId: filter?.importId,
      until: endSeq ?? undefined,
      latestUntil: latestUntil ?? undefined,
      maxItems: format === 'single' ? cutAtOnce : maxItems,
      maxBytes: format === 'single' ? webhookLimits.bytes : maxBytes,
    };
  }

  /** What stood at the cursor is not kept any longer: the receiver is told, before anything that came later. */
  private gap(): { duty: NewDuty; next: Position } | undefined {
    const { firstKept, head, stream, webhookId } = this.claim;
    const [from, first] = [this.cursor, firstKept ?? head + 1];
    if (Math.max(from.seq, 1) >= first) return undefined;
    const next = { seq: first, item: 0 };
    const id = `evt_${stream}_gap_${webhookId}_${from.seq}_${from.item}`;
    const data = { webhookId, from: positionText(from), to: positionText(next) };
    const body = JSON.stringify({ id, type: 'webhook.gap', timestamp: new Date().toISOString(), data });
    return { duty: { events: [], control: { type: 'webhook.gap', id, body, from, to: next } }, next };
  }

  /** Sends as much as may be under way at once: never two of one product, and what is of no product alone. */
  private begin(): void {
    while (!this.isStopping && this.isFresh && this.queue.length && this.underWay.size < this.atOnce) {
      const [duty] = this.queue as [Duty];
      if (duty.suspects) return; // to be cut first
      const product = this.atOnce > 1 ? productOf(duty) : undefined;
      const isFree =
        product === undefined
          ? !this.underWay.size
          : [...this.underWay.values()].every((other) => other !== undefined && other !== product);
      if (!isFree) return;
      this.queue.shift();
      this.underWay.set(duty.id, product);
      void this.send(duty)
        .catch((error: Error) => (this.fault = error))
        .finally(() => {
          this.underWay.delete(duty.id);
          this.wake();
        });
    }
  }

  private async send(duty: Duty): Promise<void> {
    const answer = await this.tools.courier.send(this.target, this.claim.ratePerSecond, duty as Duty & { body: string }, this.reason, () =>
      this.tools.lanes.isHeld(this.claim),
    );
    this.underWay.delete(duty.id);
    if (typeof answer === 'number') {
      this.queue.unshift(duty);
      this.pause = answer;
      this.isStopping = true;
      return;
    }
    this.sent.push({ duty, answer });
    if (verdictOf(answer) === 'delivered' && !answer.asksToStop) this.begin();
    else this.isStopping = true; // until it is clear what that means
  }

  /** Writes down what came back, and does what it means. After anything but success the lane is looked at anew. */
  private async record(): Promise<void> {
    const { claim, tools } = this;
    const rulings = this.sent.splice(0).map((each) => this.ruling(each));
    const emptied = this.emptied(rulings);
    const hold = { claim, failures: this.failures, parkedInARow: this.parkedInARow, delay: this.delay, emptied };
    const isPlain = rulings.every(({ state, answer }) => state === 'delivered' && !answer.asksToStop);
    if (!isPlain) this.isStopping = true;
    const lookedAt = performance.now();
    if (!isPlain) await tools.db.transaction((tx) => this.recordTrouble(tx, rulings, hold));
    else if (!this.goesOn(await tools.attempts.record(rulings, hold, tools.leaseMs))) this.isStopping = true;
    this.lookedAt = lookedAt;
    failpoint('delivery.recorded');
  }

  /** Windows of which these are the last. */
  private emptied(rulings: Ruling[]): number[] {
    const windows = rulings.flatMap(({ duty: { unwritten } }) => (unwritten ? [unwritten.window] : []));
    for (const window of windows) this.windows.set(window, this.windows.get(window)! - 1);
    return windows.filter((window) => !this.windows.get(window));
  }

  /** The lane is ours, and its webhook is as it was. */
  private goesOn = (standing: Standing) => standing?.isMine && standing.version === this.claim.version;

  private async recordTrouble(tx: EntityManager, rulings: Ruling[], hold: Hold): Promise<void> {
    const { claim, tools } = this;
    const standing = await tools.attempts.record(rulings, hold, tools.leaseMs, tx);
    if (!standing) return;
    if (standing.version === claim.version) await tools.standing.judge(tx, claim.webhookId, rulings, standing);
    if (!standing.isMine) return;
    for (const { duty, answer, split } of rulings) {
      const [rest] = this.queue.filter(({ suspects }) => suspects);
      if (split === 'narrow') {
        const events = [duty, ...(rest ? [rest] : [])].flatMap(({ body }) => eventsIn(body!));
        await tools.lanes.split(tx, claim, rest ? [duty, rest] : [duty], narrowed(events, duty.items));
        continue;
      }
      if (split === 'halve') await tools.lanes.split(tx, claim, [duty], halved(eventsIn(duty.body!)));
      if (split === 'apart') await tools.lanes.split(tx, claim, [duty], partlyTaken(eventsIn(duty.body!), answer));
      const isElsewhere = split || rulings.some(({ state }) => state === 'parked');
      if (rest && isElsewhere) await tools.lanes.unsuspect(tx, rest); // what was refused is found
    }
  }

  /** What comes next holds something refused: its elder half was taken. */
  private async narrow(): Promise<void> {
    const [duty] = this.queue as [Duty];
    const parts = narrowed(eventsIn(duty.body!), duty.suspects);
    if (!(await this.tools.lanes.splitUnsent(this.claim, duty, parts))) this.isStopping = true;
    else await this.load();
  }

  /** What becomes of a message, and of the lane. */
  private ruling({ duty, answer }: Sent): Ruling {
    const { trigger } = this.reason;
    const plain = { duty, answer, trigger, timeouts: 0, refusals: 0, delay: null, isFailure: false };
    const verdict = verdictOf(answer);
    const isSeveral = duty.items > 1;
    if (verdict === 'delivered' || (verdict === 'partly' && answer.failedIds.length < duty.items)) {
      if (!this.hasFailed) this.failures = 0;
      this.parkedInARow = 0;
      return verdict === 'delivered' ? { ...plain, state: 'delivered' } : { ...plain, state: 'split', split: 'apart' };
    }
    if (verdict !== 'failed') {
      if (isSeveral) return { ...plain, state: 'split', split: verdict === 'too_large' ? 'halve' : 'narrow' };
      if (this.parkedInARow < mostParkedInARow) {
        this.parkedInARow++;
        return { ...plain, state: 'parked', refusals: 1, delay: parkedDelay(1, answer.retryAfterMs) };
      }
    }
    if (!this.hasFailed) this.failures++;
    this.hasFailed = true;
    this.isStopping = true;
    this.delay = Math.max(this.delay ?? 0, laneDelay(this.failures, answer.retryAfterMs));
    const timeouts = answer.errorClass === 'timeout' ? duty.timeouts + 1 : 0;
    const failed = { ...plain, isFailure: true, timeouts };
    return isSeveral && timeouts >= mostTimeouts ? { ...failed, state: 'split', split: 'halve' } : { ...failed, state: 'open' };
  }
}

function reasonOf({ id, kind, failures }: Claim): Reason {
  if (kind === 'replay') return { trigger: 'replay', replay: id };
  return { trigger: isProbe(failures) ? 'probe' : 'automatic' };
}

/** The product that a message of one event is about. */
function productOf({ items, body }: Duty): number | undefined {
  return items === 1 ? JSON.parse(body!).data.productId : undefined;
}

/** What is left of a message of which some events were taken: those that were not, each parked, and the others, done. */
function partlyTaken(events: LoggedEvent[], { failedIds, retryAfterMs }: Answer): NewDuty[] {
  return apart(events, ({ id }) => failedIds.includes(id)).map(({ events, isNamed }) =>
    isNamed
      ? { events, state: 'parked', refusals: 1, delay: parkedDelay(1, retryAfterMs)! }
      : { events, state: 'delivered', hasBody: false },
  );
}
