import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fs from 'node:fs';
import path from 'node:path';
import { takeFaults } from './support/contract.js';
import type { App } from './support/start-app.js';

// What docs/new-kind.md tells to write: a name in the list, an object in the table, a table of its own; and no line elsewhere.
jest.doMock('../../../libs/domain/src/import-kind-names', () => ({ importKindNames: ['products', 'purchases', 'suppliers'] }));

describe('a third kind of file', () => {
  let app: App;
  let until: (typeof import('./support/start-app.js'))['until'];
  beforeAll(async () => {
    const { importKinds } = await import('../src/imports/kinds/index.js'); // from here on the list has three names
    const { supplierImport, supplierTable } = await import('./support/supplier-import.js');
    const support = await import('./support/start-app.js');
    until = support.until;
    Object.assign(importKinds, { suppliers: supplierImport });
    app = await support.startApp();
    await app.db.query(supplierTable);
  });
  afterAll(() => app.stop());

  const suppliers = () => app.db.query('select number, name from suppliers order by number');
  /** The document knows nothing of the third kind: that much it may say. */
  const allowKind = () =>
    expect(takeFaults().filter((fault) => !fault.includes('kind must be equal to one of the allowed values'))).toEqual([]);

  it('goes through the same importer', async () => {
    const first = await app.import('Supplier number;Supplier\nS-1;Ann & Sons\nS-2;Bob\n;Nobody\nS-2;"Bob; Ltd."\n', { kind: 'suppliers' });
    expect(first).toMatchObject({
      kind: 'suppliers',
      status: 'completed',
      rows: 4,
      created: 2,
      superseded: 1,
      rejected: 1,
      canRevert: false,
    });
    const again = await app.import('number,name\nS-1,Ann & Sons\nS-2,Robert\n', { kind: 'suppliers' });
    expect(again).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    expect(await suppliers()).toEqual([
      { number: 'S-1', name: 'Ann & Sons' },
      { number: 'S-2', name: 'Robert' },
    ]);
    allowKind();
  });

  it('is checked, confirmed and given back like the others', async () => {
    const { body } = await app.upload('number,name\nS-1,Ann\nS-3,Cy\n', { kind: 'suppliers', check: 'true' });
    const state = async () => (await app.http.get(`/api/imports/${body.id}`)).body;
    await until(async () => (await state()).status === 'awaiting_confirmation');
    expect((await app.http.get(`/api/imports/${body.id}/check`)).body).toMatchObject([
      { rowNo: 1, outcome: 'updated', sku: 'S-1', changes: [{ field: 'name', old: 'Ann & Sons', new: 'Ann' }] },
      { rowNo: 2, outcome: 'created', sku: 'S-3' },
    ]);
    await app.http.post(`/api/imports/${body.id}/confirm`).send({}).expect(200);
    expect(await app.end(body.id)).toMatchObject({ created: 1, updated: 1, check: { differed: 0 } });
    expect((await app.http.get(`/api/imports/${body.id}/results/successful`)).text).toContain('S-3,Cy');
    expect((await app.http.get('/api/import-formats/suppliers/template.csv')).text).toBe(
      'number,name\r\nS-1,Ann & Sons\r\nS-2,Bob Ltd.\r\n',
    );
    allowKind();
  });
});

describe('the code of imports', () => {
  it('asks for a kind nowhere but in the folder of kinds', () => {
    const folder = path.resolve(__dirname, '../src/imports');
    const asking =
      /\bkind\s*[!=]==?|[!=]==?\s*'(?:products|purchases)'|case '(?:products|purchases)'|\b(?:productImport|purchaseImport|productFormat|purchaseFormat)\b/;
    const offenders = fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .filter((name) => asking.test(fs.readFileSync(path.join(folder, name), 'utf8')));
    expect(offenders).toEqual(['acceptance.ts']); // which compares the kinds of a parent and its child
  });
});
