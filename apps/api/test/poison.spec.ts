import { describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import request from 'supertest';
import type { ImportJob } from '@app/domain';
import { DataSource } from 'typeorm';
import { startProcesses } from './support/processes.js';
import { follow } from './support/sse.js';
import { adminKey } from './support/start-app.js';

const poison = pathToFileURL(path.resolve(import.meta.dirname ?? __dirname, 'support/poison.mjs')).href;

/** Five segments; the word stands in one of them. */
const fileOf = (prefix: string, word = '') =>
  `sku,name,description\n${Array.from({ length: 30_000 }, (_, i) => `${prefix}${i},Name,"one\n${'x'.repeat(150)}${i === 20_000 ? word : ''}"`).join('\n')}`;

describe('a file that ends every worker that reads it', () => {
  it('fails, with the place, and nothing that was beside it', async () => {
    const system = await startProcesses({ env: { NODE_OPTIONS: `--import=${poison}`, SWEEP_AFTER_MS: '1000' } });
    const db = await new DataSource({ type: 'postgres', url: system.database, parseInt8: true }).initialize();
    try {
      const send = async (file: string): Promise<number> =>
        (
          await request(system.url)
            .post('/api/imports')
            .set('Authorization', `Bearer ${adminKey}`)
            .attach('file', Buffer.from(file), 'a.csv')
            .expect(202)
        ).body.id;
      const ids = [await send(fileOf('A', 'POISON')), await send(fileOf('B'))];
      const ends = Promise.all(
        ids.map(async (id) => (await follow(`${system.url}/api/imports/${id}/progress`, adminKey)).at(-1)!.data as ImportJob),
      );
      let isOver = false;
      void ends.then(() => (isOver = true));
      let deaths = 0;
      while (!isOver) {
        const worker = system.run('worker');
        await Promise.race([worker.ended, ends]);
        if (!isOver) deaths++;
      }

      const [bad, good] = await ends;
      expect(good).toMatchObject({ status: 'completed', rows: 30_000, created: 30_000 });
      expect(bad).toMatchObject({ status: 'failed', failure: { code: 'poison' }, created: 0 });
      const [segment] = await db.query(
        'select first_line as line, row_count as rows from segments where import_id = $1 and staged_at is null',
        [ids[0]],
      );
      const { line } = bad!.failure!;
      expect(line).toBe(segment.line);
      expect(40_002 >= line! && 40_002 < line! + 2 * segment.rows).toBe(true); // the line of that row
      expect([3, 4]).toContain(deaths); // once beside others, then alone
    } finally {
      await db.destroy();
      await system.stop();
    }
  }, 120_000);
});
