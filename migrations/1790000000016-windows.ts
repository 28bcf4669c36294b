import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages of one event each wait together in one row until they are tried; what a page of attempts reads is in its index; a restored log is known. */
export class Windows1790000000016 implements MigrationInterface {
  name = 'Windows1790000000016';

  async up(q: QueryRunner): Promise<void> {
    await q.query('alter table deliveries add column parts bigint[]'); // of such a row: the ids that its messages will have
    await q.query('alter table outbox_head add column database text'); // in which it was numbered last
    await q.query('update search_blocks set slots = null'); // they are made again, with the names of attributes
    await q.query('drop index attempts_of_webhook');
    await q.query('create index attempts_of_webhook on attempts (webhook_id, sent_at) include (trigger, ok, total_ms)');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop index attempts_of_webhook');
    await q.query('create index attempts_of_webhook on attempts (webhook_id, sent_at)');
    await q.query('alter table outbox_head drop column database');
    await q.query('alter table deliveries drop column parts');
  }
}
