// Bugs that the suite must catch: small changes to a copy of what is built, and the case that fails because of each.
import fs from 'node:fs';
import path from 'node:path';
import { copyBuild } from './system.mjs';

/** Each edit is a file, a text that stands in it exactly once, and what it becomes. */
export const plantedBugs = [
  {
    bug: 'counts outside the transaction',
    edits: [
      ['turns/chunks.js', 'async apply(chunk, write) {', 'async apply(chunk, write, told) {'],
      ['turns/chunks.js', 'const told = await write(tx);', 'told = await write(tx);'],
      ['turns/chunks.js', 'await this.leave(tx, chunk, told);', ''],
      ['turns/chunks.js', 'return applied;', 'if (applied) await this.leave(this.db.manager, chunk, told); return applied;'],
    ],
    caughtBy: 'worker/chunk.after_commit/kill/1',
  },
  {
    bug: 'no epoch in the fence',
    edits: [['turns/chunks.js', 'w.epoch = $2', '$2::int is not null']],
    caughtBy: 'zombie/is fenced',
  },
  {
    bug: 'unsorted upsert',
    edits: [['imports/kinds/product-import.js', 'order by w.key for update of p', 'order by md5(w.key) for update of p']],
    caughtBy: 'side by side/bulk writers',
  },
  {
    bug: 'outcomes counted twice',
    edits: [
      ['turns/chunks.js', 'and c.applied_at is null', ''],
      [
        'turns/chunks.js',
        'created = $3, updated = $4, deleted = $5, kept = $6, unchanged = row_count - $3 - $4 - $5 - $6',
        'created = created + $3, updated = updated + $4, deleted = deleted + $5, kept = kept + $6, unchanged = unchanged + row_count - $3 - $4 - $5 - $6, row_count = row_count + created + updated + deleted + unchanged',
      ],
    ],
    caughtBy: 'bell/PostgreSQL/storm at chunk.after_commit:1',
  },
  {
    bug: 'a job may crash only once',
    edits: [['imports/import.processor.js', 'maxStalledCount: 1_000', 'maxStalledCount: 1']],
    caughtBy: 'zombie/a job crashed twice',
  },
  {
    bug: 'cancel does not wait for chunks',
    edits: [
      ['turns/chunks.js', 'pg_advisory_xact_lock_shared(hashtext($1))', 'hashtext($1)'],
      ['turns/chunks.js', 'for share of w for update of c', 'for update of c'],
    ],
    caughtBy: 'cancel/chunk.after_upsert',
  },
  {
    bug: 'a segment staged twice counts twice',
    edits: [
      ['imports/segment.repository.js', 'and no = $2 and staged_at is null', 'and no = $2'],
      ['imports/winners.js', 'valid !== expected', 'false'],
    ],
    caughtBy: 'zombie/a segment staged twice',
  },
  {
    bug: 'the first row wins',
    edits: [['imports/winners.js', 'order by key, row_no desc', 'order by key, row_no']],
    caughtBy: 'side by side/two imports',
  },
  {
    bug: 'an event is missing',
    edits: [['outbox/outbox.js', 'order by sku_key)::text', 'order by sku_key) filter (where hashtext(sku_key) % 97 <> 0)::text']],
    caughtBy: 'side by side/two imports',
  },
  {
    bug: 'no time limits',
    edits: [
      [
        'platform/database.js',
        '-c idle_in_transaction_session_timeout=15s -c lock_timeout=15s -c statement_timeout=10min',
        '-c work_mem=4MB',
      ],
    ],
    caughtBy: 'worker/chunk.after_upsert/pause/1',
  },
  {
    bug: 'the file of an unknown outcome is removed',
    edits: [['imports/acceptance.js', 'if (error instanceof DomainError)', '']],
    caughtBy: 'api/import.committed.before_ring/throw/1',
  },
  {
    bug: 'who commits late is passed over',
    edits: [
      [
        'outbox/sequencer.js',
        'where seq is null order by id',
        'where seq is null and id > coalesce((select max(id) from outbox where seq is not null), 0) order by id',
      ],
    ],
    caughtBy: 'webhooks/commits in any order',
  },
  {
    bug: 'a lane moves without its lease',
    edits: [
      ['webhooks/lane.repository.js', 'l.lease_token = $2 and l.lease_until > now() and coalesce', '$2::uuid is not null and coalesce'],
      ['webhooks/attempt.repository.js', 'l.lease_token = $14 and l.lease_until > now()', '$14::uuid is not null'],
    ],
    caughtBy: 'webhooks/cut by two',
  },
  {
    bug: 'a body is made again for a retry',
    edits: [
      [
        'webhooks/courier.js',
        'body: duty.body,',
        'body: duty.attempts ? duty.body.replace(\'"timestamp"\', \' "timestamp"\') : duty.body,',
      ],
    ],
    caughtBy: 'webhooks/receiver/flapping',
  },
];

/** A copy of the build with the bug in it. An edit that does not fit any more is an error: the bug has to be written anew. */
export function plant({ bug, edits }, into) {
  const dist = copyBuild(into);
  for (const [name, from, to] of edits) {
    const file = path.join(dist, 'apps/api/src', name);
    const parts = fs.readFileSync(file, 'utf8').split(from);
    if (parts.length !== 2) throw new Error(`planted bug "${bug}": ${JSON.stringify(from)} stands ${parts.length - 1} times in ${name}`);
    fs.writeFileSync(file, parts.join(to));
  }
  return dist;
}
