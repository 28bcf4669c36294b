import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startApp, type App } from './support/start-app.js';

const MiB = 1024 * 1024;

describe('a row of a file of products', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterEach(() => app.deleteAll());
  afterAll(() => app?.stop());

  /** All that was counted in the rows of an import, by code, column and severity. */
  const counted = async (id: number): Promise<Record<string, number>> => {
    const found: { what: string; n: number }[] = await app.db.query(
      `select concat_ws(' ', c ->> 'severity', c ->> 'code', c ->> 'column') as what, sum((c ->> 'count')::int)::int as n
         from segments, jsonb_array_elements(error_counts) c where import_id = $1 group by what`,
      [id],
    );
    return Object.fromEntries(found.map(({ what, n }) => [what, n]));
  };

  it('keeps or clears what is stored where its cells are empty, as is asked for', async () => {
    const mug = { sku: 'A', name: 'Mug', description: 'Big', active: false };
    const file = 'sku,name,description,active\nA,Mug,,\n';
    await app.has(mug);
    await app.import(file, { onEmpty: '{"description":"keep"}' });
    expect(await app.products()).toMatchObject([mug]);
    await app.import(file, { onEmpty: '{"active":"clear"}' });
    expect(await app.products()).toMatchObject([{ ...mug, description: '', active: true }]);
  });

  it('is rejected for a cell of more than 1 MiB in a column that means nothing', async () => {
    const importJob = await app.import(`sku,name,notes\nA,Mug,${'x'.repeat(MiB + 1)}\nB,Cup,${'x'.repeat(MiB)}\n`);
    expect(importJob).toMatchObject({ status: 'completed', created: 1, rejected: 1 });
    expect(await app.rowErrors(importJob.id)).toMatchObject([{ rowNo: 1, column: 'notes', code: 'too_long', value: 'x'.repeat(200) }]);
  });

  it('loses only its invalid cells when failures are to be ignored', async () => {
    await app.has({ sku: 'A', name: 'Mug', description: 'Big', active: false });
    const file = 'sku,name,description,active\nA,Blue mug,B\0g,maybe\nB,,x,no\n';
    const strict = await app.import(file);
    expect(strict).toMatchObject({ updated: 0, rejected: 2 });
    const { id, ...importJob } = await app.import(file, { errorPolicy: 'ignore_failed' });

    expect(importJob).toMatchObject({ status: 'completed', updated: 1, created: 0, rejected: 1 });
    expect(await app.products()).toMatchObject([{ name: 'Blue mug', description: 'Big', active: false }]);
    expect(await app.rowErrors(id)).toMatchObject([
      { rowNo: 1, line: 2, column: 'description', code: 'control_character', severity: 'warning', value: 'B␀g' },
      { rowNo: 1, line: 2, column: 'active', code: 'boolean', severity: 'warning', value: 'maybe' },
      { rowNo: 2, line: 3, column: 'name', code: 'required', severity: 'error' },
    ]);
  });

  it('passes with a warning where a spreadsheet has probably damaged it', async () => {
    const file = 'sku,name\n1.23E+12,Mug\n\n"#N/A","Cup\n"\n-5,-7\nC,=SUM(A1)\n';
    const { id, ...importJob } = await app.import(file);
    expect(importJob).toMatchObject({ status: 'completed', created: 4, rejected: 0 });
    expect((await app.products()).map(({ sku, name }) => [sku, name])).toEqual([
      ['#N/A', 'Cup'],
      ['-5', '-7'],
      ['1.23E+12', 'Mug'],
      ['C', '=SUM(A1)'],
    ]);
    expect(await app.rowErrors(id)).toMatchObject([
      { rowNo: 1, line: 2, column: 'sku', code: 'sku_damaged', severity: 'warning' },
      { rowNo: 2, line: 4, column: 'sku', code: 'sku_damaged', severity: 'warning' },
      { rowNo: 4, line: 7, column: 'name', code: 'formula_like', severity: 'warning', value: '=SUM(A1)' },
    ]);
  });

  it('is counted exactly with all that is wrong with it, however many there are, and errors are kept before warnings', async () => {
    const row = (i: number) => (i % 5 === 0 ? `S${i},\n` : i % 7 === 0 ? 'x\n' : `S${i},=${'1+'.repeat(40)}\n`);
    const rows = Array.from({ length: 60_000 }, (_, i) => row(i));
    const { id, ...importJob } = await app.import(`sku,name\n${rows.join('')}`);

    const n = (wanted: (i: number) => boolean) => rows.filter((_, i) => wanted(i)).length;
    const unnamed = n((i) => i % 5 === 0);
    const ragged = n((i) => i % 5 !== 0 && i % 7 === 0);
    expect(importJob).toMatchObject({ status: 'completed', rows: 60_000, rejected: unnamed + ragged });
    expect(await counted(id)).toEqual({
      'error required name': unnamed,
      'error column_count': ragged,
      'warning formula_like name': 60_000 - unnamed - ragged,
    });
    const kept = await app.db.query(
      `select row_no as no from row_errors where import_id = $1 and severity = 'error' order by row_no limit 10000`,
      [id],
    );
    const rejected = rows.flatMap((_, i) => (i % 5 === 0 || i % 7 === 0 ? [i + 1] : []));
    expect(kept.map(({ no }: { no: number }) => no)).toEqual(rejected.slice(0, 10_000));
  });
});

describe('a stored file', () => {
  it('that is another one when it is read fails its import before a product is touched', async () => {
    const app = await startApp({ withWorker: false });
    try {
      const { body } = await app.upload('sku,name\nA,Mug\n');
      const folder = path.join(process.env.DATA_DIR!, 'files');
      const [{ key }] = await app.db.query('select file_key as key from imports where id = $1', [body.id]);
      expect(await readdir(folder)).toContain(key);
      await writeFile(path.join(folder, key), 'sku,name\nB,Mug\n');
      await app.startWorker();
      expect(await app.end(body.id)).toMatchObject({ status: 'failed', failure: { code: 'object_changed' }, created: 0 });
    } finally {
      await app.stop();
    }
  });
});
