import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RetainedThing } from '@app/domain';
import { LoginThrottle } from './access/login-throttle.js';
import { SessionRepository } from './access/session.repository.js';
import { FileRetention } from './file-retention.js';
import { Idempotency } from './http/idempotency.js';
import { Importer } from './imports/importer.js';
import { dropStaging } from './imports/staging-tables.js';
import { ProductRepository } from './products/product.repository.js';
import { Retention } from './retention.js';

const hour = 3_600_000;

/** Removes what nobody needs any longer, once an hour. What one round misses, the next one finds. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Housekeeping.name);
  private readonly closing = new AbortController();
  private timer?: NodeJS.Timeout;
  private round: Promise<void> = Promise.resolve();

  /** By the thing that it removes, where people are told of it. */
  private readonly steps: [RetainedThing | RetainedThing[] | null, (signal: AbortSignal) => Promise<unknown>][] = [
    [null, () => this.importer.expire()],
    [null, () => this.dropLeftStaging()],
    [null, () => this.sessions.removeEnded()],
    [null, () => this.throttle.forgetOld()],
    [null, () => this.idempotency.forgetOld()],
    [null, () => this.products.foldCount()],
    [['files', 'row_errors'], (signal) => this.files.removeOld(signal)],
    ['uploads', () => this.files.removeLeftUploads()],
    [null, () => this.files.removeStray()],
    ['deliveries', (signal) => this.retention.removeDeliveries(signal)],
    ['attempts', (signal) => this.retention.removeAttempts(signal)],
    ['events', (signal) => this.retention.removeEvents(signal)],
    ['versions', (signal) => this.retention.removeVersions(signal)],
    ['audit', (signal) => this.retention.removeAudit(signal)],
  ];

  constructor(
    private readonly db: DataSource,
    private readonly files: FileRetention,
    private readonly retention: Retention,
    private readonly importer: Importer,
    private readonly sessions: SessionRepository,
    private readonly throttle: LoginThrottle,
    private readonly idempotency: Idempotency,
    private readonly products: ProductRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.tidy(), hour);
    void this.tidy();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.closing.abort();
    await this.round;
  }

  /** A round, after the one under way. */
  tidy(): Promise<void> {
    return (this.round = this.round.then(() => this.takeSteps()));
  }

  /** A step that fails does not keep the others from theirs. */
  private async takeSteps(): Promise<void> {
    const { signal } = this.closing;
    for (const [things, step] of this.steps) {
      if (signal.aborted) return;
      try {
        await step(signal);
        if (things && !signal.aborted) await this.noteSweep([things].flat());
      } catch (error) {
        this.log.warn((error as Error).message);
      }
    }
  }

  private async noteSweep(things: RetainedThing[]): Promise<void> {
    await this.db.query(
      `insert into retention_sweeps (what) select unnest($1::text[]) on conflict (what) do update set swept_at = excluded.swept_at`,
      [things],
    );
  }

  /** Staging tables of imports that have ended, when a worker died before it could drop them. */
  private async dropLeftStaging(): Promise<void> {
    const left: { id: number }[] = await this.db.query(
      `select distinct i.id from pg_tables t join imports i on i.id = substring(t.tablename from '_(\\d+)_')::bigint
        where t.schemaname = 'staging' and i.finished_at is not null`,
    );
    for (const { id } of left) await this.db.transaction((tx) => dropStaging(tx, id));
  }
}
