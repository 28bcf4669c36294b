import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { isHere, queueStores, startApp, type App } from './support/start-app.js';

describe.each(queueStores)('importing products, queues on %s', (store) => {
  (isHere(store) ? describe : describe.skip)('', () => {
    let app: App;
    beforeAll(async () => {
      app = await startApp({ store });
    });
    afterEach(() => app.deleteAll());
    afterAll(() => app?.stop());

    it('overwrites the product whose SKU differs only in case', async () => {
      await app.has({ sku: 'MUG-1', name: 'Mug' });

      const importJob = await app.import('sku,name\nmug-1,Blue mug\n');

      expect(importJob).toMatchObject({ status: 'completed', progress: 100, rows: 1, created: 0, updated: 1 });
      expect(await app.products()).toMatchObject([{ sku: 'mug-1', name: 'Blue mug', version: 2, lastImportId: importJob.id }]);
      expect((await app.events()).filter(({ actor }) => actor === `import:${importJob.id}`)).toMatchObject([
        { type: 'product.updated', items: [{ sku: 'mug-1', version: 2 }] },
        { type: 'import.completed', items: [{ importId: importJob.id, rows: 1, updated: 1 }] },
      ]);
    });

    it.each([
      { why: 'without SKU', row: ',Nameless', column: 'sku', code: 'required' },
      { why: 'without name', row: 'A-2, ', column: 'name', code: 'required' },
      { why: 'with too few cells', row: 'A-2', column: null, code: 'column_count' },
      { why: 'with a cell too many', row: 'A-2,Cup,extra', column: null, code: 'column_count' },
      { why: 'with a SKU of 3,000 characters', row: `${'x'.repeat(3_000)},Cup`, column: 'sku', code: 'too_long' },
      { why: 'with a NUL', row: 'A-2,C\0p', column: 'name', code: 'control_character' },
    ])('rejects a row $why, and only that row', async ({ row, column, code }) => {
      const { id, ...importJob } = await app.import(`sku,name\nA-1,Mug\n\n${row}\nA-3,Jug\n`);

      expect(importJob).toMatchObject({ status: 'completed', rows: 3, created: 2, rejected: 1, blankLines: 1 });
      expect((await app.products()).map(({ sku }) => sku)).toEqual(['A-1', 'A-3']);
      expect(await app.rowErrors(id)).toMatchObject([{ rowNo: 2, line: 4, column, code, severity: 'error' }]);
    });

    it('leaves what the file does not say as it is', async () => {
      await app.has({ sku: 'MUG-1', name: 'Mug', description: 'Big', active: false });
      await app.import('sku,name\nMUG-1,Blue mug\n');
      expect(await app.products()).toMatchObject([{ name: 'Blue mug', active: false, description: 'Big' }]);

      await app.import('sku,name,description,active\nMUG-1,Blue mug,,\n');
      expect(await app.products()).toMatchObject([{ active: false, description: '' }]);
    });

    it('lets the last valid row of a SKU win, and writes nothing the second time', async () => {
      const file = 'sku,name\na,1\nb,1\nA,2\nc,1\nd,1\ne,1\nc,\n';
      expect(await app.import(file)).toMatchObject({ rows: 7, created: 5, superseded: 1, rejected: 1, notProcessed: 0 });
      expect((await app.products()).map(({ sku, name }) => sku + name)).toEqual(['A2', 'b1', 'c1', 'd1', 'e1']);

      const events = (await app.events()).length;
      expect(await app.import(file)).toMatchObject({ created: 0, updated: 0, unchanged: 5, superseded: 1, rejected: 1 });
      expect(await app.products()).toMatchObject(Array.from({ length: 5 }, () => ({ version: 1 })));
      expect((await app.events()).slice(events).map(({ type }) => type)).toEqual(['import.completed']);
    });

    it('keeps what a product was before each change', async () => {
      const { id } = await app.has({ sku: 'A', name: 'One' });
      await app.import('sku,name\nA,Two\n');
      await app.import('sku,name\na,Three\n');
      const versions = await app.db.query('select version, name, sku from product_versions where product_id = $1 order by version', [id]);
      expect(versions).toEqual([
        { version: 1, name: 'One', sku: 'A' },
        { version: 2, name: 'Two', sku: 'A' },
      ]);
    });

    it('reads many segments as one file', async () => {
      const rows = Array.from({ length: 30_000 }, (_, i) => `SKU-${i},"Name ""${i}""","first line\nsecond ${'x'.repeat(150)}"`);
      rows[20_000] = 'SKU-20000,,no name';
      const importJob = await app.import(`sku,name,description\r\n${rows.join('\r\n')}`);
      expect(importJob).toMatchObject({ status: 'completed', rows: 30_000, created: 29_999, rejected: 1 });
      expect(await app.rowErrors(importJob.id)).toMatchObject([{ rowNo: 20_001, line: 2 + 2 * 20_000 }]);
      const [last] = (await app.http.get('/api/products').query({ sku: 'SKU-29999' })).body;
      expect(last).toMatchObject({ name: 'Name "29999"', description: `first line\nsecond ${'x'.repeat(150)}` });
    });
  });
});
