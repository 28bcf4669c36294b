import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { startApp, type App } from './support/start-app.js';

const csv = 'Variant SKU;Titel;Aktiv;Titel\nA;Mug;yes;x\nB;Cup;perhaps;y\nC;"";no;z\n';
const mapping = '{"sku":"Variant SKU","name":1,"active":"Aktiv"}';
const helpers = 'import__row,import__line,import__outcome,import__product_id,import__code,import__column,import__value,import__message';

describe('rows of an import that were repaired', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterEach(() => app.deleteAll());
  afterAll(() => app?.stop());

  /** An import with rejected rows; the columns are mapped by hand. */
  const parent = async (fields: Record<string, string> = {}) =>
    app.import('code,title,active\nA,Mug,yes\nB,Cup,perhaps\nC,,no\n', { mapping: '{"sku":"code","name":"title"}', ...fields });
  const repair = (body: object) => app.http.post('/api/imports').send(body);
  const askedOf = async (id: number) => (await app.db.query('select asked from imports where id = $1', [id]))[0].asked;
  const upload = (content: string | Buffer, name: string, fields: Record<string, string> = {}) => {
    const post = app.http.post('/api/imports');
    for (const [field, value] of Object.entries(fields)) void post.field(field, value);
    return post.attach('file', Buffer.from(content), name);
  };

  it('come in as its child, read as it was, and together they add up', async () => {
    const { id } = await parent();
    const rows = [
      { rowNo: 3, cells: ['C', 'Pot "large",\r\ngreen', 'no'] },
      { rowNo: 2, cells: [' B ', 'Cup', 'no'] },
    ];
    const { status, body, headers } = await repair({ parentId: id, rows });
    expect([status, headers.location]).toEqual([202, `/api/imports/${body.id}`]);
    expect(body).toMatchObject({ parentId: id, kind: 'products', fileName: 'products (repaired).csv', isChecked: false, warnings: [] });
    expect(await app.end(body.id)).toMatchObject({ status: 'completed', rows: 2, created: 2, rejected: 0 });
    expect((await app.products()).map(({ sku, name, active }) => [sku, name, active])).toEqual([
      ['A', 'Mug', true],
      ['B', 'Cup', false],
      ['C', 'Pot "large",\r\ngreen', false],
    ]);
  });

  it('may be wrong again, and are repaired again', async () => {
    const { id } = await parent();
    const first = (
      await repair({
        parentId: id,
        rows: [
          { rowNo: 2, cells: ['B', 'Cup'] },
          { rowNo: 3, cells: ['', '', ''] },
        ],
      })
    ).body;
    expect(await app.end(first.id)).toMatchObject({ status: 'completed', rows: 2, rejected: 2 });
    const { body } = await repair({ parentId: first.id, rows: [{ rowNo: 1, cells: ['B', 'Cup', 'no'] }] });
    expect(body).toMatchObject({ parentId: first.id, fileName: 'products (repaired).csv' });
    expect(await app.end(body.id)).toMatchObject({ status: 'completed', created: 1 });
  });

  it('are told to be known when they are sent twice, and sent once with a key', async () => {
    const { id } = await parent();
    const rows = [{ rowNo: 2, cells: ['B', 'Cup', 'no'] }];
    const first = await repair({ parentId: id, rows }).set('Idempotency-Key', 'click');
    const again = await repair({ parentId: id, rows }).set('Idempotency-Key', 'click');
    expect([again.body, again.headers['idempotency-replayed']]).toEqual([first.body, 'true']);
    const twice = await repair({ parentId: id, rows });
    expect(twice.body.warnings).toMatchObject([{ code: 'same_file' }]);
    await app.end(twice.body.id);
  });

  it('may be checked first, and may be thousands', async () => {
    const { id } = await parent();
    const rows = Array.from({ length: 5_000 }, (_, i) => ({ rowNo: i + 1, cells: [`S${i}`, 'x'.repeat(500), 'no'] }));
    expect(JSON.stringify(rows).length).toBeGreaterThan(2_500_000);
    const { status, body } = await repair({ parentId: id, rows, check: true });
    expect([status, body.isChecked]).toEqual([202, true]);
    await app.http.post(`/api/imports/${body.id}/cancel`).expect(200);
  });

  it('keep the columns, rules and settings of the import, whatever they were', async () => {
    const first = await upload(csv, 'a.csv', { mapping: '{"sku":"Variant SKU"}', delimiter: ';' });
    await app.end(first.body.id); // fails: the mapping leaves the name open
    const dialect = {
      delimiter: ';',
      columns: ['Variant SKU', 'Titel', 'Aktiv', 'Titel'],
      mapping: { sku: 0, name: 1, active: 2 },
      onEmpty: { active: 'clear' },
      attributes: [],
      fillDown: 0,
      errorPolicy: 'ignore_failed',
      dataByte: 0,
      dataLine: 2,
      blankLines: 0,
    };
    const asked = {
      mapping: JSON.parse(mapping),
      onEmpty: {},
      unmapped: 'attributes',
      errorPolicy: 'ignore_failed',
      encoding: 'windows-1252',
      delimiter: ';',
      header: 3,
    };
    await app.db.query('update imports set dialect = $2, asked = $3 where id = $1', [
      first.body.id,
      JSON.stringify(dialect),
      JSON.stringify(asked),
    ]);
    const { body } = await repair({ parentId: first.body.id, rows: [{ rowNo: 2, cells: ['B', 'Cup', 'no', 'y'] }], check: true });
    expect(await askedOf(body.id)).toEqual({
      mapping: { sku: 'Variant SKU', name: 1, active: 'Aktiv' },
      onEmpty: { active: 'clear' },
      fillDown: 'Variant SKU',
      unmapped: 'attributes',
      errorPolicy: 'ignore_failed',
      encoding: 'utf-8',
      delimiter: ',',
      header: 1,
    });
    await app.http.post(`/api/imports/${body.id}/cancel`).expect(200);

    await app.db.query(`update imports set asked = asked || '{"header": false}' where id = $1`, [first.body.id]);
    const bare = (await repair({ parentId: first.body.id, rows: [{ rowNo: 2, cells: ['B', 'Cup', 'no', 'y'] }], check: true })).body;
    expect(await askedOf(bare.id)).toMatchObject({ mapping: { sku: 0, name: 1, active: 2 }, fillDown: 0, header: false });
    expect(bare.bytes).toBe('B,Cup,no,y\r\n'.length);
    await app.http.post(`/api/imports/${bare.id}/cancel`).expect(200);
  });

  it.each<[string, (id: number) => object, number, object]>([
    [
      'of an import that there is not',
      () => ({ parentId: 999_999, rows: [{ rowNo: 1, cells: ['A', 'B', ''] }] }),
      404,
      { code: 'not_found' },
    ],
    ['when there are none', (parentId) => ({ parentId, rows: [] }), 422, { errors: [{ pointer: '/rows' }] }],
    ['without a parent', () => ({ rows: [{ rowNo: 1, cells: [] }] }), 422, { errors: [{ pointer: '/parentId' }] }],
    [
      'with something else',
      (parentId) => ({ parentId, rows: [{ rowNo: 1, cells: ['A'], sku: 'A' }] }),
      422,
      { errors: [{ pointer: '/rows/0/sku' }] },
    ],
    [
      'with half a character',
      (parentId) => ({ parentId, rows: [{ rowNo: 1, cells: ['A', '\ud83e', ''] }] }),
      422,
      { errors: [{ pointer: '/rows/0/cells/1' }] },
    ],
    [
      'when they are 5,001',
      (parentId) => ({ parentId, rows: Array.from({ length: 5_001 }, () => ({ rowNo: 1, cells: ['A'] })) }),
      422,
      { errors: [{ pointer: '/rows' }] },
    ],
    ['over 16 MB', (parentId) => ({ parentId, rows: [{ rowNo: 1, cells: ['x'.repeat(17e6)] }] }), 413, { code: 'too_large' }],
  ])('are refused %s', async (_, body, status, problem) => {
    const { id } = await parent();
    const answer = await repair(body(id));
    expect([answer.status, answer.body]).toMatchObject([status, problem]);
  });

  it('are refused while the import has not ended, or when its columns were never known', async () => {
    const { body: waiting } = await app.upload('sku,name\nA,Mug\n', { check: 'true' });
    const refused = await repair({ parentId: waiting.id, rows: [{ rowNo: 1, cells: ['A', 'Mug'] }] }).expect(409);
    expect(refused.body).toMatchObject({ code: 'wrong_state', state: expect.any(String) });
    await app.http.post(`/api/imports/${waiting.id}/cancel`).expect(200);
    const failed = await app.import('name\nMug\n');
    await repair({ parentId: failed.id, rows: [{ rowNo: 1, cells: ['A'] }] }).expect(409);
  });

  describe('in a result file that was downloaded', () => {
    const results = (line = helpers) =>
      `${line},code,title,active\r\n2,3,rejected,,boolean,active,perhaps,Neither yes nor no.,B,Cup,yes\r\n`;

    it.each([
      ['as it is', (id: number) => `products.import-${id}.failed.csv`, results()],
      ['downloaded twice', (id: number) => `products.import-${id}.failed (1).csv`, results()],
      ['copied', (id: number) => `Kopie von products.import-${id}.failed - Copy.csv`, results()],
      ['of a child', (id: number) => `products.import-1.failed.import-${id}.unprocessed.csv`, results()],
      ['by a spreadsheet with semicolons', (id: number) => `products.import-${id}.failed.csv`, `\ufeff${results().replaceAll(',', ';')}`],
      ['with fewer helper columns', (id: number) => `products.import-${id}.failed.csv`, 'import__row,code,title,active\n2,B,Cup,yes\n'],
      ['as gzip', (id: number) => `products.import-${id}.failed.csv.gz`, gzipSync(results())],
    ])('are linked to the import and read as it was, %s', async (_, name, content) => {
      const { id } = await parent();
      const { status, body } = await upload(content, name(id));
      expect([status, body.parentId]).toEqual([202, id]);
      expect(await app.end(body.id)).toMatchObject({ status: 'completed', rows: 1, created: 1 });
      expect(await app.products()).toMatchObject([{ sku: 'A' }, { sku: 'B', name: 'Cup', active: true }]);
    });

    it('are no child when the columns are others, the name says nothing, or the import is not known', async () => {
      const { id } = await parent();
      const other = results().replace('code,title', 'title,code');
      for (const [content, name] of [
        [other, `products.import-${id}.failed.csv`],
        [results(), 'products.csv'],
        [results(), `products.import-${id}.csv`],
        [results(), 'products.import-999999.failed.csv'],
        ['code,title,active\nB,Cup,yes\n', `products.import-${id}.failed.csv`],
      ] as const) {
        const { body } = await upload(content, name, { mapping: '{"sku":"code","name":"title"}' }).expect(202);
        expect([name, body.parentId]).toEqual([name, null]);
        await app.end(body.id);
      }
    });

    it('follow the import that is named, unless the request says otherwise', async () => {
      const { id } = await parent({ errorPolicy: 'reject_failed_rows' });
      const { body } = await upload('code,title,active\nB,Cup,yes\n', 'mine.csv', {
        parentId: String(id),
        mapping: '{"active":null}',
        check: 'true',
      });
      expect(body.parentId).toBe(id);
      expect((await askedOf(body.id)).mapping).toEqual({ sku: 'code', name: 'title', active: null });
      await app.http.post(`/api/imports/${body.id}/cancel`).expect(200);
    });
  });
});
