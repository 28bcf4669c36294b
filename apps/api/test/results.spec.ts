import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { helperColumns, keptRowErrors, resultFiles, type ImportJob, type RejectedRow, type ResultFile } from '@app/domain';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import request from 'supertest';
import { checkInvariants } from './support/invariants.js';
import { adminKey, startApp, until, type App } from './support/start-app.js';

/** A line of a result file: what it tells of a row, and the row's own cells. */
type Line = Record<(typeof helperColumns)[number], string> & { cells: string[] };

describe('what became of the rows of an import', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterEach(async () => {
    await checkInvariants(app.db);
    await app.deleteAll();
  });
  afterAll(() => app?.stop());

  const download = (id: number, which: string, query: Record<string, string> = { mode: 'raw' }) =>
    app.http.get(`/api/imports/${id}/results/${which}`).query(query);
  const text = async (id: number, which: ResultFile, mode = 'raw'): Promise<string> =>
    (await download(id, which, { mode }).expect(200)).text;
  const records = (csv: string): string[][] => parse(csv, { relax_column_count: true, bom: true, record_delimiter: '\r\n' });
  const lines = async (id: number, which: ResultFile): Promise<Line[]> =>
    records(await text(id, which))
      .slice(1)
      .map((cells) => ({
        ...(Object.fromEntries(helperColumns.map((name, i) => [name, cells[i]])) as Record<(typeof helperColumns)[number], string>),
        cells: cells.slice(helperColumns.length),
      }));

  /** The lines of all five files; fails when a file has another number of them than the import counts, or another order. */
  async function allLines({ id, ...counts }: ImportJob): Promise<Record<ResultFile, Line[]>> {
    const all = {} as Record<ResultFile, Line[]>;
    for (const which of resultFiles) all[which] = await lines(id, which);
    expect(Object.fromEntries(resultFiles.map((which) => [which, all[which].length]))).toEqual({
      successful: counts.created + counts.updated,
      failed: counts.rejected,
      unchanged: counts.unchanged,
      superseded: counts.superseded,
      unprocessed: counts.notProcessed,
    });
    expect(all.successful.filter((line) => line.import__outcome === 'created')).toHaveLength(counts.created);
    for (const which of resultFiles) {
      const order = all[which].map((line) => Number(line.import__row));
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
    return all;
  }

  it('comes back as five files, in file order, with the cells as they were', async () => {
    const { id: same } = await app.has({ sku: 'S-1', name: 'Same' });
    const { id: changed } = await app.has({ sku: 'U-1', name: 'Old' });
    const rows = [
      'N-1;"A ""new"" mug; big";1,5 l;red',
      'N-2;" padded bare";"two\r\nlines";=1+1',
      ';no SKU;;blue',
      's-1;first of two;;',
      'X-1;too;few',
      '',
      'U-1;New;;',
      'X-2;too;many;cells;here',
      'S-1;Same;;é',
      'N-3;surplus;;ok;;',
      `;${'x'.repeat(501)};;`,
    ];
    const csv = `\ufeffsku;Name ;"des;cription";Colour\r\n${rows.join('\r\n')}\r\n`;
    const importJob = await app.import(csv, { mapping: '{"description":"des;cription"}' });
    expect(importJob).toMatchObject({ status: 'completed', rows: 10, created: 3, updated: 1, unchanged: 1, rejected: 4, superseded: 1 });

    const products = new Map((await app.products()).map(({ sku, id }) => [sku, id]));
    const header = `${helperColumns.join(',')},sku,Name,des;cription,Colour\r\n`;
    expect(await text(importJob.id, 'successful')).toBe(
      `${header}1,2,created,${products.get('N-1')},,,,,N-1,"A ""new"" mug; big","1,5 l",red\r\n` +
        `2,3,created,${products.get('N-2')},,,,,N-2," padded bare","two\r\nlines",=1+1\r\n` +
        `6,9,updated,${changed},,,,,U-1,New,,\r\n` +
        `9,12,created,${products.get('N-3')},,,,,N-3,surplus,,ok,,\r\n`,
    );
    expect(await text(importJob.id, 'unchanged')).toBe(`${header}8,11,unchanged,${same},,,,,S-1,Same,,é\r\n`);
    expect(await text(importJob.id, 'superseded')).toBe(`${header}4,6,superseded,,,,,,s-1,first of two,,\r\n`);
    expect(await text(importJob.id, 'unprocessed')).toBe(header);
    expect(await text(importJob.id, 'failed')).toBe(
      `${header}3,5,rejected,,required,sku,,The sku is empty.,,no SKU,,blue\r\n` +
        `5,7,rejected,,column_count,,,"The header has 4 columns, this row has 3.",X-1,too,few\r\n` +
        `7,10,rejected,,column_count,,,"The header has 4 columns, this row has 5.",X-2,too,many,cells,here\r\n` +
        `10,13,rejected,,required; too_long,sku; Name,; ${'x'.repeat(200)},The sku is empty.; The text is too long.,,${'x'.repeat(501)},,\r\n`,
    );
    await allLines(importJob);
  });

  it('is shown to spreadsheets without a formula, and with a mark by which an import knows', async () => {
    const cells = ['-A', '+B', "'=C", '＝D', "'E"];
    const csv = `sku,name,=note\n${cells.map((cell) => `${cell},@${cell},"\tx"`).join('\n')}\nG,ok\nH,ok,,@more\n`;
    const importJob = await app.import(csv);
    expect(importJob).toMatchObject({ created: 5, rejected: 2 });

    const [header, ...made] = records(await text(importJob.id, 'successful', 'safe'));
    expect(header).toEqual([...helperColumns, 'sku', 'name', "'=note", 'import__safe']);
    expect(made.map((line) => line.slice(8))).toEqual(
      ["'-A", "'+B", "''=C", "'＝D", "'E"].map((sku, i) => [sku, `'@${cells[i]}`, "'\tx", '']),
    );
    const { text: failed, headers } = await download(importJob.id, 'failed', {}).expect(200); // safe unless told
    expect(failed.startsWith('\ufeffimport__row,')).toBe(true);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(records(failed).map((line) => line.slice(8))).toEqual([header!.slice(8), ['G', 'ok'], ['H', 'ok', '', '', "'@more"]]);
  });

  it('goes in again repaired, as it is, as the child of its import, and comes back without the columns it had got', async () => {
    const parent = await app.import('sku,name,colour\nA,Mug,red\nB,,blue\nC,,green\n');
    const failed = await text(parent.id, 'failed');

    const child = await app.import(failed.replace(',B,,', ',B,Cup,'), { parentId: String(parent.id) });
    expect(child).toMatchObject({ status: 'completed', parentId: parent.id, rows: 2, created: 1, rejected: 1 });
    expect((await app.products()).map(({ sku, name }) => [sku, name])).toEqual([
      ['A', 'Mug'],
      ['B', 'Cup'],
    ]);
    const [header, ...rest] = records(await text(child.id, 'failed'));
    expect(header).toEqual([...helperColumns, 'sku', 'name', 'colour']);
    expect(rest.map((cells) => cells.slice(8))).toEqual([['C', '', 'green']]);
  });

  it('is known of an import that was cancelled while it was applied', async () => {
    const skuOf = (i: number) => `R-${String(i).padStart(5, '0')}`;
    const count = 60_000;
    const held = [15_000, 25_000, 35_000, 45_000]; // in the second chunk and the following ones
    for (const i of held) await app.has({ sku: skuOf(i), name: 'Held' });
    const rows = Array.from({ length: count }, (_, i) => `${skuOf(i)},Name ${i}`);
    rows[5] = ',nameless';
    rows[6] = `${skuOf(59_999)},superseded`;

    const holder = app.db.createQueryRunner();
    await holder.startTransaction();
    await holder.query(`select from products where name = 'Held' for update`);
    const { body: started } = await app.upload(`sku,name\n${rows.join('\n')}`);
    await until(async () => (await app.http.get(`/api/imports/${started.id}`)).body.created > 0);
    const cancelling = app.http.post(`/api/imports/${started.id}/cancel`).then(({ body }) => body);
    await until(async () => (await app.db.query(`select from pg_locks where locktype = 'advisory' and not granted`)).length);
    await holder.rollbackTransaction();
    await holder.release();

    const importJob: ImportJob = await cancelling;
    expect(importJob).toMatchObject({ status: 'cancelled', rejected: 1, superseded: 1, rows: count });
    expect(importJob.notProcessed).toBeGreaterThan(0);
    const { failed, superseded, successful, unprocessed } = await allLines(importJob);
    expect(failed.map((line) => line.import__row)).toEqual(['6']);
    expect(superseded.map((line) => line.import__row)).toEqual(['7']);
    const products = await app.db.query('select id::text, name from products where last_import_id = $1 order by sku_key', [importJob.id]);
    expect(successful.map((line) => ({ id: line.import__product_id, name: line.cells[1] }))).toEqual(products);
    expect(unprocessed[0]).toMatchObject({ import__outcome: 'not_processed', import__product_id: '' });

    const rest = await app.import(await text(importJob.id, 'unprocessed'));
    expect(rest).toMatchObject({ status: 'completed', rows: importJob.notProcessed, rejected: 0, unchanged: 0 });
  });

  it('is known of an import that failed while its file was read, and of one whose header was wrong', async () => {
    const row = (i: number) => `F-${i},${i % 1_000 === 3 ? '' : 'Name'},${'x'.repeat(100)}`;
    const failed = await app.import(`sku,name,note\n${Array.from({ length: 30_000 }, (_, i) => row(i)).join('\n')}\n"never closed`);
    expect(failed).toMatchObject({ status: 'failed', failure: { code: 'quote_unclosed' } });
    const { unprocessed } = await allLines(failed);
    expect(unprocessed.length).toBe(failed.notProcessed);

    const headless = await app.import('colour\nred\n');
    expect(headless).toMatchObject({ status: 'failed', rows: 0 });
    await allLines(headless);
  });

  it('leaves with a name to save it by', async () => {
    const post = app.http.post('/api/imports').attach('file', Buffer.from('sku,name\nA,Mug\n'), 'Täglich "neu".csv');
    const { id } = await app.end((await post).body.id);
    const { headers } = await download(id, 'successful').expect(200);
    expect(headers['content-disposition']).toMatch(/^attachment; filename=".*"; filename\*=UTF-8''/);
    expect(headers['content-disposition']).toContain(`T%C3%A4glich%20%22neu%22.import-${id}.successful.csv`);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect((await app.http.head(`/api/imports/${id}/results/successful`).expect(200)).headers['content-disposition']).toBeTruthy();
  });

  it('is refused while it is not known, or cannot be told any more', async () => {
    const { id } = await app.import('sku,name\nA,Mug\nB,\n');
    const refused = async (which: string, status: number, query?: Record<string, string>, of = id) =>
      (await download(of, which, query).expect(status)).body.code;
    expect(await refused('everything', 404)).toBe('not_found');
    expect(await refused('failed', 404, {}, 999_999)).toBe('not_found');
    expect(await refused('failed', 422, { mode: 'pretty' })).toBe('invalid');

    await app.db.query(`update imports set status = 'awaiting_confirmation', phase = 'comparing', finished_at = null where id = $1`, [id]);
    expect((await download(id, 'successful').expect(409)).body).toMatchObject({ code: 'wrong_state', state: 'awaiting_confirmation' });
    expect(await lines(id, 'failed')).toHaveLength(1);
    await app.db.query(
      `update imports set status = 'completed', phase = 'complete', finished_at = now(), file_key = 'gone' where id = $1`,
      [id],
    );
    expect(await refused('failed', 410)).toBe('file_gone');
    expect((await app.http.get(`/api/imports/${id}/rows`).expect(410)).body.code).toBe('file_gone');

    await app.stopWorker();
    const { body: waiting } = await app.upload('sku,name\nA,Mug\n');
    expect(await refused('failed', 409, {}, waiting.id)).toBe('wrong_state');
    await app.startWorker();
    await app.end(waiting.id);
  });

  it('holds nothing when whoever fetches it leaves', async () => {
    const long = Array.from({ length: 20_000 }, (_, i) => `L-${i},Name,"${'x'.repeat(150)}\n${'y'.repeat(150)}"`);
    const { id } = await app.import(`sku,name,description\n${long.join('\n')}`);
    const leave = new AbortController();
    const answer = await fetch(`${app.url}/api/imports/${id}/results/successful`, {
      headers: { Authorization: `Bearer ${adminKey}` },
      signal: leave.signal,
    });
    await answer.body!.getReader().read();
    leave.abort();
    const { master } = app.db.driver as unknown as { master: { totalCount: number; idleCount: number; waitingCount: number } };
    await until(() => Promise.resolve(master.totalCount === master.idleCount && !master.waitingCount));
    const all = await lines(id, 'successful');
    expect(all.map(({ import__row, import__line, cells }) => [import__row, import__line, cells[0]])).toEqual(
      long.map((_, i) => [String(i + 1), String(2 * i + 2), `L-${i}`]),
    );
  });

  it('adds up, whatever the file holds', async () => {
    const piece = fc.constantFrom(
      '"',
      ',',
      ';',
      '\n',
      '\r\n',
      '\r',
      '=',
      "'",
      ' ',
      '\t',
      'ü',
      '😀',
      '\u0007',
      'a',
      'bc',
      '<b>',
      '＝',
      'NULL',
    );
    const words = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    const sku = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('A', 'a', 'B', 'C ', '=D', 'É', 'e\u0301', '') }, words);
    const name = fc.oneof({ weight: 4, arbitrary: fc.constantFrom('Mug', 'Cup', '') }, words);
    const row = fc
      .tuple(sku, name, words, fc.constantFrom('', 'yes', 'no', 'perhaps'))
      .chain((cells) =>
        fc.oneof(
          { weight: 6, arbitrary: fc.constant(cells as string[]) },
          fc.constant(cells.slice(0, 2)),
          fc.constant([...cells, 'surplus']),
          fc.constant([...cells, '', '']),
        ),
      );
    const file = fc.record({
      rows: fc.array(fc.tuple(row, fc.nat(2)), { maxLength: 12 }),
      delimiter: fc.constantFrom(',', ';', '\t'),
      lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
      bom: fc.boolean(),
      quoteAll: fc.boolean(),
    });
    type File = typeof file extends fc.Arbitrary<infer T> ? T : never;
    const write = ({ rows, delimiter, lineEnd, bom, quoteAll }: File) => {
      const quoted = (cell: string) =>
        quoteAll || /[",;\t\r\n]|^ | $/.test(cell) || cell === '' ? `"${cell.replaceAll('"', '""')}"` : cell;
      const body = rows.map(([cells, blanks]) => cells.map(quoted).join(delimiter) + lineEnd.repeat(1 + blanks));
      return `${bom ? '\ufeff' : ''}${['sku', 'name', 'description', 'active'].join(delimiter)}${lineEnd}${body.join('')}`;
    };

    await fc.assert(
      fc.asyncProperty(file, file, async (before, after) => {
        await app.import(write(before), { delimiter: before.delimiter });
        const importJob = await app.import(write(after), { delimiter: after.delimiter });
        expect(importJob).toMatchObject({ status: 'completed', rows: after.rows.length });

        const all = await allLines(importJob);
        const together = Object.values(all)
          .flat()
          .sort((a, b) => Number(a.import__row) - Number(b.import__row));
        expect(together.map(({ cells }) => cells)).toEqual(after.rows.map(([cells]) => cells));
        expect(together.map((line) => line.import__row)).toEqual(after.rows.map((_, i) => String(i + 1)));
        const products = new Map((await app.products()).map(({ id, sku }) => [String(id), sku]));
        for (const { import__product_id: id, cells } of [...all.successful, ...all.unchanged])
          expect(products.get(id)).toBe(cells[0]!.trim());

        const again = await app.import(await text(importJob.id, 'failed'));
        expect(again).toMatchObject({ status: 'completed', rows: importJob.rejected, rejected: importJob.rejected });
        const faults = ({ import__code, import__column, import__value }: Line) => [import__code, import__column, import__value];
        expect((await lines(again.id, 'failed')).map(faults)).toEqual(all.failed.map(faults));
        const same = await app.import(await text(importJob.id, 'successful'));
        expect(same).toMatchObject({ status: 'completed', rows: all.successful.length, unchanged: all.successful.length });
        await app.deleteAll();
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });
});

describe('what is wrong with the rows of an import', () => {
  let app: App;
  let id: number;
  beforeAll(async () => {
    app = await startApp();
    const rows = Array.from({ length: 12_000 }, (_, i) => (i % 2 ? `E-${i},,"no\nname",perhaps` : `E-${i},Mug,,yes`));
    ({ id } = await app.import(`sku,Product Name,description,active\n${rows.join('\n')}\n,Mug,,\n`, {
      mapping: '{"name":"Product Name"}',
    }));
  });
  afterAll(() => app?.stop());

  const get = (path: string, query: Record<string, string> = {}) => app.http.get(`/api/imports/${id}/${path}`).query(query);

  it('is found by code and column, with the number of those that are kept', async () => {
    const { body, headers } = await get('errors', { range: '[0,2]' }).expect(200);
    expect(body).toMatchObject([
      { rowNo: 2, line: 3, column: 'Product Name', code: 'required', severity: 'error' },
      { rowNo: 2, line: 3, column: 'active', code: 'boolean', value: 'perhaps' },
      { rowNo: 4, line: 6, code: 'required' },
    ]);
    expect(headers['content-range']).toBe(`errors 0-2/${keptRowErrors}`);
    expect(headers['x-row-errors-kept']).toBe(String(keptRowErrors));

    const total = async (query: Record<string, string>) => (await get('errors', query).expect(200)).headers['content-range'];
    expect(await total({ code: 'boolean' })).toBe('errors 0-24/5000');
    expect(await total({ column: 'product' })).toBe('errors 0-24/5000');
    expect(await total({ column_eq: 'Product' })).toBe('errors */0');
    expect(await total({ column_eq: 'Product Name', severity: 'error', code: 'required' })).toBe('errors 0-24/5000');
    expect(await total({ filter: '{"code":["boolean","required"],"severity":"warning"}' })).toBe('errors */0');
    expect((await get('errors', { colour: 'red' }).expect(422)).body.code).toBe('invalid');
    expect((await get('errors', { severity: 'bad' }).expect(422)).body.code).toBe('invalid');
  });

  it('leaves room for errors among many warnings', async () => {
    await app.db.query(
      `insert into row_errors (import_id, row_no, nth, line, "column", code, message, value, severity)
       select $1, n, 7, n, 'sku', 'formula_like', 'A warning', '=1', 'warning' from generate_series(1, 11000) n`,
      [id],
    );
    const of = async (severity: string) => (await get('errors', { severity }).expect(200)).headers['content-range'];
    expect([await of('error'), await of('warning')]).toEqual(Array(2).fill(`errors 0-24/${keptRowErrors}`));
    await app.db.query(`delete from row_errors where import_id = $1 and severity = 'warning'`, [id]);
  });

  it('is counted exactly by code and column', async () => {
    const counts = [
      { code: 'required', column: 'Product Name', severity: 'error', count: 3_000 },
      { code: 'column_count', column: null, severity: 'error', count: 1 },
      { code: 'formula_like', column: 'Product Name', severity: 'warning', count: 70_000 },
    ];
    await app.db.query('update segments set error_counts = $2 where import_id = $1', [id, JSON.stringify(counts)]);
    const [{ n }] = await app.db.query('select count(*)::int as n from segments where import_id = $1', [id]);
    expect((await get('errors/summary').expect(200)).body).toEqual(counts.map((one) => ({ ...one, count: one.count * n })));
    await app.http.get('/api/imports/999999/errors/summary').expect(404);
  });

  it('stands beside the cells of its row, to be repaired', async () => {
    const { body, headers } = await get('rows', { range: '[0,1]' }).expect(200);
    expect(headers['content-range']).toBe('rows 0-1/5000');
    const expected: RejectedRow = {
      rowNo: 2,
      line: 3,
      cells: ['E-1', '', 'no\nname', 'perhaps'],
      errors: [
        { rowNo: 2, line: 3, column: 'Product Name', code: 'required', message: 'The name is empty.', value: '', severity: 'error' },
        { rowNo: 2, line: 3, column: 'active', code: 'boolean', message: expect.any(String) as never, value: 'perhaps', severity: 'error' },
      ],
    };
    expect(body).toEqual([expected, expect.objectContaining({ rowNo: 4, line: 6 })]);

    const { body: last } = await get('rows', { range: '[4999,4999]', code: 'boolean' }).expect(200);
    expect(last).toMatchObject([{ rowNo: 10_000, cells: ['E-9999', '', 'no\nname', 'perhaps'] }]);
    expect((await get('rows', { code: 'column_count' }).expect(200)).body).toEqual([]);
    await request(app.url).get(`/api/imports/${id}/rows`).expect(401);
  });
});
