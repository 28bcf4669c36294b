import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What sending needs to know: when the next request may leave, how far the search for a refused event has come. */
export class Delivering1790000000012 implements MigrationInterface {
  name = 'Delivering1790000000012';

  async up(q: QueryRunner): Promise<void> {
    await q.query('alter table webhooks add column next_send_at timestamptz'); // where the rate is limited: nothing is sent before
    await q.query(`
      alter table deliveries
        add column refusals int not null default 0, -- of a parked one: how often it was refused alone
        add column suspects int not null default 0 -- of the rest of a refused one: so many at its head hold what is refused`);
    await q.query('create index deliveries_with_body on deliveries (finished_at) where body is not null and finished_at is not null');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop index deliveries_with_body');
    await q.query('alter table deliveries drop column refusals, drop column suspects');
    await q.query('alter table webhooks drop column next_send_at');
  }
}
