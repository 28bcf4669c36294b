import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LoginThrottle } from './access/login-throttle.js';
import { SessionRepository } from './access/session.repository.js';
import { Importer } from './imports/importer.js';
import { dropStaging } from './imports/staging-tables.js';
import { FileStore } from './platform/file-store.js';

const hour = 3_600_000;

/** Removes what nobody needs any longer. One worker at a time; what one round misses, the next one finds. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Housekeeping.name);
  private timer?: NodeJS.Timeout;
  private round: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: DataSource,
    private readonly files: FileStore,
    private readonly importer: Importer,
    private readonly sessions: SessionRepository,
    private readonly throttle: LoginThrottle,
  ) {}

  onApplicationBootstrap(): void {
    const run = () => (this.round = this.round.then(() => this.tidy()).catch((error: Error) => this.log.warn(error.message)));
    this.timer = setInterval(run, hour);
    void run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private async tidy(): Promise<void> {
    await this.importer.expire();
    await this.dropLeftStaging();
    await this.sessions.removeEnded();
    await this.throttle.forgetOld();
    await this.removeStrayFiles();
  }

  /** Staging tables of imports that have ended, when a worker died before it could drop them. */
  private async dropLeftStaging(): Promise<void> {
    const left: { id: number }[] = await this.db.query(
      `select distinct i.id from pg_tables t join imports i on i.id = substring(t.tablename from '_(\\d+)_')::bigint
        where t.schemaname = 'staging' and i.finished_at is not null`,
    );
    for (const { id } of left) await this.db.transaction((tx) => dropStaging(tx, id));
  }

  /** Files that no import knows: uploads that were cut off, a day later. */
  private async removeStrayFiles(): Promise<void> {
    for await (const key of this.files.writtenBefore(new Date(Date.now() - 24 * hour))) {
      const [known] = await this.db.query('select 1 from imports where file_key = $1 or text_key = $1 limit 1', [key]);
      if (!known) await this.files.remove(key);
    }
  }
}
