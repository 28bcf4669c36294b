import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far a replay had come that was cancelled. */
export class Replays1790000000013 implements MigrationInterface {
  name = 'Replays1790000000013';

  async up(q: QueryRunner): Promise<void> {
    await q.query('alter table webhook_lanes add column processed int'); // of a cancelled replay: events that had been sent, or given up
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table webhook_lanes drop column processed');
  }
}
