import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { attemptDays } from '@app/domain';
import { ENV, type Env } from './platform/config.js';
import { failpoint } from './platform/failpoint.js';
import { withoutParts } from './webhooks/window.js';

/** Half a tenth of a second of work: nobody who writes meanwhile waits for it. */
const batch = 10_000;

/** An outbox row holds up to 1,000 events, a delivery up to a megabyte, and arrays of a chunk speak of 10,000 products. */
const [outboxBatch, sentBatch, chunkBatch] = [1_000, 1_000, 50];

/** A body is kept so long after it was taken; a try, one that failed. */
const [bodyDays, okAttemptDays] = [3, 14];

/** More than any number of the log. */
const endOfLog = 2 ** 53;

/** When that began which is over for good. The hour more is for an undo that is accepted in the last moment. $1: HISTORY_DAYS. */
const past = `now() - $1 * interval '1 day' - interval '1 hour'`;

/** Work over many products that can no longer be undone and is not being undone, by actor; whose file is gone, or its result files need the chunks. */
const settled = `
  select work || id as actor from imports, unnest(array['import:', 'revert:']) work
   where greatest(finished_at, (revert ->> 'finishedAt')::timestamptz) < ${past} and phase <> 'reverting' and file_removed_at is not null
  union all
  select work || id from bulk_jobs, unnest(array['bulk:', 'undo:']) work
   where greatest(finished_at, undo_finished_at) < ${past} and status not in ('pending', 'processing')`;

/** Versions replaced before this go. Work that can still be undone may have taken days, and rests on all that it replaced. */
const replacedBefore = `(
  select least(${past}, (select min(started_at) from imports where finished_at is null or finished_at >= ${past} or phase = 'reverting'),
               (select min(created_at) from bulk_jobs where finished_at is null or finished_at >= ${past} or status in ('pending', 'processing'))))`;

/** Removes what is too old, a batch at a time, each in a short transaction of its own: ended anywhere, the next round goes on. */
@Injectable()
export class Retention {
  constructor(
    private readonly db: DataSource,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Old versions of products, and what else only undoing and result files need: which rows and products work was about, what it kept. */
  async removeVersions(signal: AbortSignal): Promise<void> {
    for (const statement of [
      `delete from product_versions where ctid = any(array(
         select ctid from product_versions where replaced_at < ${replacedBefore} order by replaced_at limit ${batch}))`,
      `update chunks c set row_nos = null, outcomes = null, target_ids = null
         from (select actor, no from chunks join (${settled}) settled using (actor)
                where row_nos is not null or outcomes is not null or target_ids is not null limit ${chunkBatch}) old
        where c.actor = old.actor and c.no = old.no`,
      `delete from kept_products where ctid = any(array(
         select k.ctid from kept_products k join (${settled}) settled using (actor) limit ${batch}))`,
      `delete from check_differences where ctid = any(array(
         select d.ctid from check_differences d join (${settled}) settled on settled.actor = 'import:' || import_id limit ${batch}))`,
    ])
      await this.inBatches(signal, statement, this.env.HISTORY_DAYS);
  }

  /**
   * Events that every reader has taken in, from the beginning of the log: it never has a hole. Those for which an enabled webhook has not come, or whose
   * delivery is not over, may stay twice as long.
   */
  async removeEvents(signal: AbortSignal): Promise<void> {
    const statement = `
      delete from outbox where seq <= (
        select seq from (
          select seq, bool_and((indexed_at is not null or type not like 'product.%')
                               and occurred_at < now() - $1 * interval '1 day' * case when seq >= needed then 2 else 1 end) over (order by seq) as goes
            from (select * from outbox where seq is not null order by seq limit ${outboxBatch}) oldest,
                 (select coalesce(least((select min(cursor_seq) from webhook_lanes l join webhooks w on w.id = l.webhook_id
                                          where w.enabled and coalesce(l.status, 'processing') = 'processing'),
                                        (select min(from_seq) from deliveries where state in ('open', 'parked'))), ${endOfLog}) as needed) webhooks) kept
         where goes order by seq desc limit 1)`;
    await this.inBatches(signal, statement, this.env.EVENT_DAYS);
  }

  /** What was sent: bodies soon after they were taken, tries and deliveries later; and replays that have ended. */
  async removeDeliveries(signal: AbortSignal): Promise<void> {
    const days = this.env.EVENT_DAYS;
    for (const [statement, age] of [
      [
        `update deliveries set body = null where id in (
           select id from deliveries where body is not null and finished_at < now() - $1 * interval '1 day' and state in ('delivered', 'split', 'dropped')
            order by finished_at limit ${sentBatch})`,
        bodyDays,
      ],
      [
        `update deliveries d set state = 'dead', finished_at = now(), next_attempt_at = null, last_error = 'It could not be sent for too long.', ${withoutParts} where id in (
           select id from deliveries where state in ('open', 'parked') and created_at < now() - $1 * interval '2 days' order by id limit ${sentBatch})`,
        days,
      ],
      [
        `delete from deliveries where id in (
           select id from (select id, state, created_at, finished_at from deliveries order by id limit ${batch}) oldest
            where state not in ('open', 'parked') and greatest(created_at, finished_at) < now() - $1 * interval '1 day'
              and not exists (select from deliveries w where w.state = 'open' and oldest.id = any(w.parts)) limit ${sentBatch})`,
        days,
      ],
      [
        `delete from webhook_lanes where id in (
           select id from webhook_lanes where kind = 'replay' and finished_at < now() - $1 * interval '1 day' limit ${sentBatch})`,
        days,
      ],
    ] as const)
      await this.inBatches(signal, statement, age);
  }

  /** Tries that failed are looked at longer. */
  async removeAttempts(signal: AbortSignal): Promise<void> {
    const statement = `
      delete from attempts where id in (
        select a.id from webhooks w, lateral (
          select id from attempts where webhook_id = w.id and sent_at < now() - interval '${okAttemptDays} days' and (ok or sent_at < now() - $1 * interval '1 day')
           order by sent_at limit ${sentBatch}) a limit ${sentBatch})`;
    await this.inBatches(signal, statement, attemptDays);
  }

  async removeAudit(signal: AbortSignal): Promise<void> {
    const statement = `
      delete from audit where id in (
        select id from (select id, at from audit order by id limit ${batch}) oldest where at < now() - $1 * interval '1 day')`;
    await this.inBatches(signal, statement, this.env.AUDIT_DAYS);
  }

  /** One worker at a time; a second one that comes by leaves it to the first. */
  private async inBatches(signal: AbortSignal, statement: string, days: number): Promise<void> {
    for (let removed = 1; removed && !signal.aborted;) {
      removed = await this.db.transaction(async (tx) => ((await this.isMine(tx)) ? (await tx.query(statement, [days]))[1] : 0));
      if (removed) failpoint('retention.batch');
    }
  }

  /** Its commits need not wait for the disk: what a crash brings back is removed again. */
  private async isMine(tx: EntityManager): Promise<boolean> {
    const [{ mine }] = await tx.query(
      `select pg_try_advisory_xact_lock(hashtext('retention')) as mine, set_config('synchronous_commit', 'off', true)`,
    );
    return mine;
  }
}
