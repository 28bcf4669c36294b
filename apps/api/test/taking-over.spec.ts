import { describe, expect, it } from '@jest/globals';
import { skuKey, type ImportJob } from '@app/domain';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { checkInvariants } from './support/invariants.js';
import { startProcesses } from './support/processes.js';
import { follow } from './support/sse.js';
import { adminKey, isHere, queueStores } from './support/start-app.js';

/** Rows in a fixed disorder: duplicates in another case, line breaks in cells, some rows without a name. */
function* rowsOf(count: number, edition: string, every = 1) {
  for (let i = 0; i < count; i += every) {
    const k = (i * 7_919) % count;
    const sku = i % 50 === 0 ? `sku-${(k + 1) % count}` : `SKU-${k}`;
    yield { sku, name: i % 97 === 0 ? '' : `Name ${k} ${k % 2 ? edition : 'same'}`, description: `line one\nline two of ${k}` };
  }
}

function fileOf(rows: Iterable<{ sku: string; name: string; description: string }>): Buffer {
  const lines = ['sku,name,description'];
  for (const { sku, name, description } of rows) lines.push(`${sku},${name},"${description}"`);
  return Buffer.from(lines.join('\n'));
}

describe.each(queueStores)('when workers are killed, queues on %s', (store) => {
  (isHere(store) ? it : it.skip)(
    'an import ends in the right catalogue all the same: 20 kill -9 at random moments',
    async () => {
      const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
      console.log(`seed ${seed}`);
      let state = seed;
      const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
      const count = store === 'Redis' ? 250_000 : 400_000;

      const system = await startProcesses({ store });
      const db = await new DataSource({ type: 'postgres', url: system.database, parseInt8: true }).initialize();
      try {
        const send = async (file: Buffer): Promise<ImportJob> =>
          (
            await request(system.url)
              .post('/api/imports')
              .set('Authorization', `Bearer ${adminKey}`)
              .attach('file', file, 'products.csv')
              .expect(202)
          ).body;
        const ended = async (id: number) => (await follow(`${system.url}/api/imports/${id}/progress`, adminKey)).at(-1)!.data as ImportJob;

        const calm = [system.run('worker'), system.run('worker')];
        expect(await ended((await send(fileOf(rowsOf(count, 'old', 3)))).id)).toMatchObject({ status: 'completed' });
        for (const worker of calm) worker.process.kill('SIGTERM');
        await Promise.all(calm.map((worker) => worker.ended));

        const { id } = await send(fileOf(rowsOf(count, 'new')));
        let kills = 0;
        const end = ended(id);
        let over = false;
        void end.then(() => (over = true));
        const lives = async () => {
          while (kills < 20 && !over) {
            const worker = system.run('worker');
            await worker.news;
            await new Promise((go) => setTimeout(go, random() * 700));
            if (over) return;
            worker.process.kill('SIGKILL');
            kills++;
            await worker.ended;
          }
          system.run('worker');
        };
        await Promise.all([lives(), lives()]);
        const importJob = await end;

        const winners = new Map<string, { sku: string; name: string; description: string }>();
        let rejected = 0;
        let rows = 0;
        for (const row of rowsOf(count, 'old', 3)) if (row.name) winners.set(skuKey(row.sku), row);
        const before = new Map(winners);
        const fileKeys = new Set<string>();
        for (const row of rowsOf(count, 'new')) {
          rows++;
          if (!row.name) {
            rejected++;
            continue;
          }
          winners.set(skuKey(row.sku), row);
          fileKeys.add(skuKey(row.sku));
        }
        const same = (key: string) => JSON.stringify(before.get(key)) === JSON.stringify(winners.get(key));
        const unchanged = [...fileKeys].filter((key) => same(key)).length;
        const updated = [...fileKeys].filter((key) => before.has(key) && !same(key)).length;

        expect(kills).toBeGreaterThanOrEqual(20); // all of them during this one import
        expect(importJob).toMatchObject({
          status: 'completed',
          rows,
          rejected,
          unchanged,
          updated,
          created: fileKeys.size - unchanged - updated,
          superseded: rows - rejected - fileKeys.size,
          notProcessed: 0,
        });
        const stored = await db.query('select sku_key, sku, name, description from products order by sku_key');
        expect(stored).toHaveLength(winners.size);
        const wrong = stored.filter(
          ({ sku_key, ...product }: { sku_key: string }) => JSON.stringify(product) !== JSON.stringify(winners.get(sku_key)),
        );
        expect(wrong.slice(0, 3)).toEqual([]);
        await checkInvariants(db);
        expect(await db.query(`select tablename from pg_tables where schemaname = 'staging'`)).toEqual([]);
        const [{ deadlocks }] = await db.query('select deadlocks from pg_stat_database where datname = current_database()');
        expect(deadlocks).toBe(0);
      } finally {
        await db.destroy();
        await system.stop();
      }
    },
    240_000,
  );
});
