import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { failpoint } from '../platform/failpoint.js';

const batch = 500;

/**
 * What is another after a backup was restored or a replica promoted: the cluster, its timeline, the database. From then on numbers are given again
 * that others had, so ids get other letters.
 */
const database = `
  (select system_identifier from pg_control_system()) || ' ' || left(pg_walfile_name(pg_current_wal_lsn()), 8) || ' ' ||
  (select oid from pg_database where datname = current_database())`;

const letters = `(select string_agg(substr('abcdefghijkmnpqrstuvwxyz', 1 + floor(random() * 24)::int, 1), '') from generate_series(1, 4))`;

/** Numbers what has committed, and only that: the log is the outbox in the order of these numbers, without a gap. */
@Injectable()
export class Sequencer {
  constructor(private readonly db: DataSource) {}

  /**
   * Numbers all there is; true when anything got a number here. Claimed by state, never by `id > last`: ids are drawn before the commit, so
   * one that commits late would be passed over. Of two changes to a product the second has the larger id, and is seen only when the first is.
   */
  async run(): Promise<boolean> {
    let numbered = 0;
    for (let n = batch; n === batch; numbered += n) n = await this.db.transaction((tx) => this.step(tx));
    return numbered > 0;
  }

  /** Numbers in a transaction all that has committed: nothing of it comes after the head that the transaction reads then. */
  async catchUp(tx: EntityManager): Promise<void> {
    while ((await this.step(tx)) === batch);
  }

  private async step(tx: EntityManager): Promise<number> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('outbox.sequencer'))`); // waits: what we were rung for, its holder may not have seen
    const [, n] = await tx.query(
      `with waiting as (select id from outbox where seq is null order by id limit ${batch}),
              batch as (select id, row_number() over (order by id) as n from waiting),
              here (database) as (select ${database}),
              grown as (
                update outbox_head h
                   set head = head + (select count(*) from batch), database = here.database,
                       stream = case when h.database <> here.database then ${letters} else stream end
                  from here where exists (select from batch) returning head)
         update outbox o set seq = grown.head - (select count(*) from batch) + batch.n from batch, grown where o.id = batch.id`,
    );
    if (n) failpoint('sequencer.before_commit');
    return n as number;
  }
}
