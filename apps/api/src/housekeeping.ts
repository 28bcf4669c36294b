import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LoginThrottle } from './access/login-throttle.js';
import { SessionRepository } from './access/session.repository.js';
import { Idempotency } from './http/idempotency.js';
import { Importer } from './imports/importer.js';
import { dropStaging } from './imports/staging-tables.js';
import { UploadRepository } from './imports/upload.repository.js';
import { ENV, type Env } from './platform/config.js';
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
    private readonly idempotency: Idempotency,
    private readonly uploads: UploadRepository,
    @Inject(ENV) private readonly env: Env,
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
    await this.idempotency.forgetOld();
    await this.removeOldFiles();
    await this.removeLeftUploads();
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

  /** Files of imports that ended long ago, and their copies in UTF-8; the imports stay. A file that a later import reads again stays, too. */
  private async removeOldFiles(): Promise<void> {
    const old: { id: number; fileKey: string; textKey: string | null }[] = await this.db.query(
      `select id, file_key as "fileKey", text_key as "textKey" from imports i
        where finished_at < now() - $1 * interval '1 day' and file_removed_at is null
          and not exists (select from imports o where o.file_key = i.file_key and o.id <> i.id and (o.finished_at is null or o.finished_at >= now() - $1 * interval '1 day'))
        order by id limit 1000`,
      [this.env.FILE_DAYS],
    );
    for (const { id, fileKey, textKey } of old) {
      await this.files.remove(fileKey);
      if (textKey) await this.files.remove(textKey);
      await this.db.query('update imports set file_removed_at = now() where id = $1', [id]);
    }
  }

  /** Uploads that wait for their next piece, or to be imported, for too long. */
  private async removeLeftUploads(): Promise<void> {
    for (const { id, growth } of await this.uploads.expire()) await this.files.remove(id, growth);
  }

  /** Files that nobody knows, a day later: uploads that were cut off. */
  private async removeStrayFiles(): Promise<void> {
    for await (const name of this.files.writtenBefore(new Date(Date.now() - 24 * hour))) {
      const key = this.files.keyOf(name);
      const [known] = await this.db.query(
        name === key
          ? `select from imports where $1 in (file_key, text_key) and file_removed_at is null union all
             select from uploads where (id = $1 or growth ->> 'tail' = $1) and removed_at is null limit 1`
          : 'select from uploads where id = $1 and import_id is null and removed_at is null', // what is left of a file that is whole is nobody's
        [key],
      );
      if (!known) await this.files.remove(name);
    }
  }
}
