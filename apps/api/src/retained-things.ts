import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { attemptDays, retainedThings, retentionSettings, type Retained, type RetainedThing } from '@app/domain';
import { uploadLifeHours } from './imports/upload.repository.js';
import { ENV, type Env } from './platform/config.js';

type Question = { count: string; isEstimate?: string; bytes: string; oldest: string };

const exactly = 100_000;
const isLarge = (table: string) => `(select reltuples > ${exactly} from pg_class where oid = '${table}'::regclass)`;

/** The rows of a table, exact while it is small enough to be counted. */
const rowsOf = (table: string) => ({
  count: `case when ${isLarge(table)} then (select reltuples::bigint from pg_class where oid = '${table}'::regclass) else (select count(*) from ${table}) end`,
  isEstimate: isLarge(table),
});
const sizeOf = (...tables: string[]) => tables.map((table) => `pg_total_relation_size('${table}')`).join(' + ');

const keptFiles = 'imports where file_removed_at is null';
const openUploads = 'uploads where import_id is null and removed_at is null';

const questions: Record<RetainedThing, Question> = {
  versions: {
    ...rowsOf('product_versions'),
    bytes: sizeOf('product_versions', 'chunks', 'kept_products', 'check_differences'),
    oldest: 'select min(replaced_at) from product_versions',
  },
  events: {
    count: 'select coalesce(sum(n_items), 0) from outbox',
    bytes: sizeOf('outbox'),
    oldest: 'select occurred_at from outbox order by id limit 1',
  },
  deliveries: {
    ...rowsOf('deliveries'),
    bytes: sizeOf('deliveries'),
    oldest: 'select created_at from deliveries order by id limit 1',
  },
  attempts: { ...rowsOf('attempts'), bytes: sizeOf('attempts'), oldest: 'select sent_at from attempts order by id limit 1' },
  files: {
    count: `select count(distinct file_key) from ${keptFiles}`,
    bytes: `select coalesce(sum(bytes), 0) from (select distinct on (file_key) bytes from ${keptFiles} order by file_key) files`,
    oldest: `select min(finished_at) from ${keptFiles}`,
  },
  row_errors: {
    ...rowsOf('row_errors'),
    bytes: sizeOf('row_errors'),
    oldest: `select min(finished_at) from ${keptFiles} and exists (select from row_errors where import_id = imports.id)`,
  },
  audit: { ...rowsOf('audit'), bytes: sizeOf('audit'), oldest: 'select at from audit order by id limit 1' },
  uploads: {
    count: `select count(*) from ${openUploads}`,
    bytes: `select coalesce(sum((growth ->> 'bytes')::bigint), 0) from ${openUploads}`,
    oldest: `select min(touched_at) from ${openUploads}`,
  },
};

/** Of what nobody chooses. */
const fixedDays = { uploads: uploadLifeHours / 24, attempts: attemptDays };

const everything = retainedThings
  .map((what) => {
    const { count, isEstimate = 'false', bytes, oldest } = questions[what];
    const size = bytes.startsWith('select') ? `(${bytes})` : bytes;
    return `select '${what}' as what, (${count})::bigint as count, ${isEstimate} as "isEstimate", (${size})::bigint as bytes, (${oldest}) as oldest`;
  })
  .join(' union all ');

/** How much there is of what is kept for some time. */
@Injectable()
export class RetainedThings {
  constructor(
    private readonly db: DataSource,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async list(): Promise<Retained[]> {
    const rows: (Omit<Retained, 'oldest' | 'lastSweptAt'> & { oldest: Date | null; lastSweptAt: Date | null })[] = await this.db.query(
      `select things.*, swept_at as "lastSweptAt" from (${everything}) things left join retention_sweeps using (what)`,
    );
    return rows
      .map((row) => ({
        ...row,
        setting: retentionSettings[row.what],
        days: this.daysOf(row.what),
        oldest: row.oldest?.toISOString() ?? null,
        lastSweptAt: row.lastSweptAt?.toISOString() ?? null,
      }))
      .sort((a, b) => retainedThings.indexOf(a.what) - retainedThings.indexOf(b.what));
  }

  private daysOf(what: RetainedThing): number {
    const setting = retentionSettings[what];
    return setting ? this.env[setting] : fixedDays[what as keyof typeof fixedDays];
  }
}
