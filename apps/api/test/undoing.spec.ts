import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ImportJob, Product } from '@app/domain';
import { checkInvariants } from './support/invariants.js';
import { startApp, type App } from './support/start-app.js';

describe('undoing an import', () => {
  let app: App;
  beforeEach(async () => {
    app = await startApp();
  });
  afterEach(async () => {
    await checkInvariants(app.db).finally(() => app.stop());
  });

  const undo = async (id: number): Promise<ImportJob> => {
    await app.http.post(`/api/imports/${id}/revert`).expect(202);
    return app.end(id);
  };
  const facts = (products: Product[]) =>
    products.map(({ sku, name, description, active, attributes }) => ({ sku, name, description, active, attributes }));

  it('removes what it created and restores what it changed, with events', async () => {
    await app.import('sku,name,active\nA,Apple,yes\nB,Bread,yes\n');
    const before = await app.products();
    const second = await app.import('sku,name,description,active\na,APPLE,red,no\nB,Bread,,\nC,Cake,,\n');
    expect(second).toMatchObject({ created: 1, updated: 1, unchanged: 1, canRevert: true });

    expect(await undo(second.id)).toMatchObject({
      status: 'reverted',
      phase: 'complete',
      message: 'Import undone',
      canRevert: false,
      created: 1,
      updated: 1,
      revert: { total: 2, removed: 1, restored: 1, kept: 0, actor: 'key:0' },
    });
    const after = await app.products();
    expect(facts(after)).toEqual(facts(before));
    expect(after.map(({ version, lastImportId }) => [version, lastImportId])).toEqual([
      [3, 1],
      [1, 1],
    ]);
    expect((await app.events()).slice(-3)).toMatchObject([
      { type: 'product.deleted', actor: `revert:${second.id}`, items: [{ sku: 'C', version: 2 }] },
      { type: 'product.updated', actor: `revert:${second.id}`, items: [{ sku: 'A', version: 3 }] },
      { type: 'import.reverted', items: [{ importId: second.id, removed: 1, restored: 1, kept: 0 }] },
    ]);
    expect((await app.http.post(`/api/imports/${second.id}/revert`)).body).toMatchObject({ status: 409, code: 'wrong_state' });
  });

  it('keeps what others have changed or deleted since, and lists it', async () => {
    await app.import('sku,name\nA,Apple\nB,Bread\n');
    const second = await app.import('sku,name\nA,Apple 2\nB,Bread 2\nC,Cake\nD,Date\nE,Egg\n');
    const [a, , c, d] = await app.products();
    await app.http.put(`/api/products/${a!.id}`).send({ name: 'Apple 3' }).expect(200);
    await app.http.put(`/api/products/${c!.id}`).send({ sku: 'AA', name: 'Cake' }).expect(200);
    await app.http.delete(`/api/products/${d!.id}`).expect(200);
    await app.import('sku,name\nE,Eggs\n');

    expect(await undo(second.id)).toMatchObject({ revert: { total: 5, removed: 0, restored: 1, kept: 4 } });
    expect((await app.products()).map(({ sku, name }) => [sku, name])).toEqual([
      ['A', 'Apple 3'],
      ['AA', 'Cake'],
      ['B', 'Bread'],
      ['E', 'Eggs'],
    ]);
    const { body, headers } = await app.http.get(`/api/imports/${second.id}/kept`).expect(200);
    expect(headers['content-range']).toBe('products 0-3/4');
    expect(body).toMatchObject([
      { sku: 'A', reason: 'changed', actor: 'key:0' },
      { sku: 'AA', reason: 'changed', actor: 'key:0' },
      { sku: 'D', reason: 'deleted' },
      { sku: 'E', reason: 'changed', actor: 'import:3' },
    ]);
  });

  it('undoes what a cancelled one had written, in many chunks, in line with others', async () => {
    const rows = Array.from({ length: 45_000 }, (_, i) => `R-${i},Row ${i}`);
    const first = await app.import(`sku,name\n${rows.join('\n')}\n`);
    const behind = app.upload('sku,name\nR-7,Seven\n');
    const ended = await undo(first.id);
    expect(ended.revert!.removed + ended.revert!.kept).toBe(45_000);
    expect(ended.phaseSeconds).toHaveProperty('reverting');
    await app.end((await behind).body.id);
    expect((await app.products()).map(({ sku, name }) => [sku, name])).toEqual([['R-7', 'Seven']]);
  });

  it('is not offered where nothing was changed', async () => {
    await app.import('sku,name\nA,Apple\n');
    const same = await app.import('sku,name\nA,Apple\n');
    expect(same.canRevert).toBe(false);
    await app.http.post(`/api/imports/${same.id}/revert`).expect(409);
    await app.http.post('/api/imports/999/revert').expect(404);
  });
});
