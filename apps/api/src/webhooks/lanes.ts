import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Bell } from '../platform/bell.js';
import { ENV, type Env } from '../platform/config.js';
import { failpoint } from '../platform/failpoint.js';
import { AttemptRepository } from './attempt.repository.js';
import { Courier } from './courier.js';
import { Lane, type LaneTools } from './lane.js';
import { LaneRepository, type Claim } from './lane.repository.js';
import { Parked } from './parked.js';
import { Resending } from './resending.js';
import { SharedLog } from './shared-log.js';
import { Slots } from './slots.js';
import { WebhookStanding } from './standing.js';
import { WebhookTargets } from './webhook-targets.js';

/**
 * Lanes that a process works in at once: two bodies of a megabyte each at most make 32 MiB. Those that may wait, because their receiver perhaps
 * hangs, have slots of their own.
 */
const [atOnce, waitingAtOnce] = [10, 6];

/** A lane, and what is parked of a webhook, are worked in for so long, then others are let in. */
const turnMs = 5_000;

/** A process that is asked to end waits so long for answers: it has 10 s in all. */
const patienceMs = 8_000;

/** Works in lanes in which there is something to do: takes each, sends what it can, gives it back. */
@Injectable()
export class Lanes implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Lanes.name);
  private readonly slots = new Slots(atOnce);
  private readonly patient = new Slots(waitingAtOnce);
  private readonly tokens = new Set<string>();
  private readonly tools: LaneTools;
  private readonly beat: NodeJS.Timeout;
  private isClosing = false;
  private isKeeping = false;

  constructor(
    @Inject(ENV) env: Env,
    db: DataSource,
    log: SharedLog,
    attempts: AttemptRepository,
    private readonly courier: Courier,
    standing: WebhookStanding,
    private readonly lanes: LaneRepository,
    private readonly targets: WebhookTargets,
    private readonly parked: Parked,
    private readonly resending: Resending,
    private readonly bell: Bell,
  ) {
    const leaseMs = env.SWEEP_AFTER_MS;
    this.tools = { db, log, lanes, attempts, courier, standing, leaseMs, isClosing: () => this.isClosing };
    this.beat = setInterval(() => void this.keep(), leaseMs / 4).unref();
  }

  /** Finds out what there is to do, and begins with it. */
  async look(): Promise<void> {
    const [due, parked] = [await this.lanes.due(), await this.parked.due()];
    if (this.isClosing) return;
    for (const { id, mayWait } of due) {
      const slots = mayWait ? this.patient : this.slots;
      slots.ask(`lane:${id}`, () => this.safely(`lane ${id}`, () => this.drain(id)));
    }
    for (const id of parked)
      this.patient.ask(`parked:${id}`, () => this.safely(`what is parked of webhook ${id}`, () => this.sendParked(id)));
  }

  private async sendParked(id: number): Promise<void> {
    const end = performance.now() + turnMs;
    await this.parked.send(id, () => this.isClosing || performance.now() > end);
  }

  /** Waits a while for requests that are under way, and writes down how they went; then ends them. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    const patience = setTimeout(() => this.courier.end(), patienceMs);
    await Promise.all([this.slots.close(), this.patient.close()]);
    clearTimeout(patience);
    clearInterval(this.beat);
  }

  /** Until there is nothing to do, or it is the turn of others. What came while it was given back is seen by the next claim. */
  private async drain(id: number): Promise<void> {
    const began = performance.now();
    for (;;) {
      const claim = await this.lanes.claim(id, this.tools.leaseMs);
      if (!claim) return;
      failpoint('lane.claimed');
      await this.workIn(claim);
      if (this.isClosing) return;
      if (claim.kind === 'replay' || performance.now() - began > turnMs) return this.bell.ringWebhooks({ step: 'lane' });
    }
  }

  private async workIn(claim: Claim): Promise<void> {
    let pause = 0;
    this.tokens.add(claim.token);
    try {
      const target = await this.targets.of(claim.webhookId);
      if (target?.version !== claim.version) return; // changed since it was taken: it is taken anew
      pause = claim.filter?.deliveryIds
        ? await this.resending.run(claim, target, this.tools)
        : await new Lane(claim, target, this.tools).run();
    } catch (error) {
      pause = 1_000;
      throw error;
    } finally {
      this.tokens.delete(claim.token);
      await this.lanes.release(claim, pause);
    }
  }

  private async keep(): Promise<void> {
    if (!this.tokens.size || this.isKeeping) return;
    this.isKeeping = true;
    await this.safely('leases', () => this.lanes.keep([...this.tokens], this.tools.leaseMs));
    this.isKeeping = false;
  }

  private async safely(what: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: Error) => this.logger.warn(`${what}, to be tried again: ${error.message}`));
  }
}
