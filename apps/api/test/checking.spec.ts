import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ImportJob } from '@app/domain';
import { checkInvariants } from './support/invariants.js';
import { startApp, until, type App } from './support/start-app.js';

describe('checking a file before it is imported', () => {
  let app: App;
  beforeEach(async () => {
    app = await startApp();
    await app.import('sku,name,description,active\nA,Apple,red,true\nB,Bread,,true\nC,Cake,,true\n');
  });
  afterEach(async () => {
    await checkInvariants(app.db).finally(() => app.stop());
  });

  const state = async (id: number): Promise<ImportJob> => (await app.http.get(`/api/imports/${id}`).expect(200)).body;
  const reaches = (id: number, status: ImportJob['status']) =>
    until(async () => {
      const importJob = await state(id);
      if (importJob.finishedAt && importJob.status !== status) throw new Error(`ended as ${importJob.status}`);
      return importJob.status === status && importJob;
    });
  const check = async (csv: string, fields: Record<string, string> = {}) => {
    const { body, status } = await app.upload(csv, { check: 'true', ...fields });
    if (status !== 202) throw new Error(JSON.stringify(body));
    return reaches(body.id, 'awaiting_confirmation');
  };
  const rows = async (id: number, outcome = '') =>
    (
      await app.http
        .get(`/api/imports/${id}/check`)
        .query(outcome ? { outcome } : {})
        .expect(200)
    ).body;
  const file = 'sku,name,description,active\na,Apple,green,\nB,Bread,,true\nD,Date,new,no\n,Nameless,,\nC,Cake,,false\nC,Cake,,true\n';

  it('says what it would do, row by row, and writes nothing', async () => {
    const before = await app.products();
    const checked = await check(file);
    expect(checked).toMatchObject({
      status: 'awaiting_confirmation',
      phase: 'comparing',
      isChecked: true,
      created: 0,
      check: {
        created: 1,
        updated: 1,
        unchanged: 2,
        rejected: 1,
        superseded: 1,
        changes: 2,
        deactivated: 0,
        brake: [],
        changedSince: 0,
        differed: null,
      },
    });
    expect(await rows(checked.id)).toMatchObject([
      {
        rowNo: 1,
        outcome: 'updated',
        sku: 'a',
        changes: [
          { field: 'sku', old: 'A', new: 'a' },
          { field: 'description', old: 'red', new: 'green' },
        ],
      },
      { rowNo: 2, outcome: 'unchanged', changes: [] },
      {
        rowNo: 3,
        outcome: 'created',
        productId: null,
        changes: [
          { field: 'sku', old: null, new: 'D' },
          { field: 'name', old: null, new: 'Date' },
          { field: 'description', new: 'new' },
          { field: 'active', old: null, new: 'false' },
        ],
      },
      { rowNo: 6, outcome: 'unchanged' },
    ]);
    expect(await rows(checked.id, 'created')).toHaveLength(1);
    expect(await app.products()).toEqual(before);

    await app.http.post(`/api/imports/${checked.id}/confirm`).expect(200);
    expect(await app.end(checked.id)).toMatchObject({
      status: 'completed',
      created: 1,
      updated: 1,
      unchanged: 2,
      rejected: 1,
      superseded: 1,
      check: { differed: 0 },
    });
    expect((await app.http.get(`/api/imports/${checked.id}/check`)).body).toMatchObject({ status: 409, code: 'wrong_state' });
    expect((await app.http.post(`/api/imports/${checked.id}/confirm`)).body).toMatchObject({ status: 409, code: 'wrong_state' });
  });

  it('tells what has changed in between, and which rows came out otherwise', async () => {
    const checked = await check(file);
    const [apple] = (await app.http.get('/api/products').query({ sku_eq: 'A' })).body;
    await app.http.put(`/api/products/${apple.id}`).send({ sku: 'a', description: 'green' }).expect(200);
    await app.has({ sku: 'd', name: 'Dill' });
    expect((await app.http.post(`/api/imports/${checked.id}/confirm`).expect(200)).body.check).toMatchObject({ changedSince: 2 });
    expect(await app.end(checked.id)).toMatchObject({ created: 0, updated: 1, unchanged: 3, check: { differed: 2 } });
    expect((await app.http.get(`/api/imports/${checked.id}/differences`)).body).toEqual([
      { rowNo: 1, sku: 'a', expected: 'updated', outcome: 'unchanged' },
      { rowNo: 3, sku: 'D', expected: 'created', outcome: 'updated' },
    ]);
  });

  it('asks for the number when it does unusually much', async () => {
    const many = (name: string) => `sku,name\n${Array.from({ length: 120 }, (_, i) => `M-${i},${name} ${i}`).join('\n')}\n`;
    await app.import(many('Mug'));
    const checked = await check(many('Cup'));
    expect(checked.check!.brake).toMatchObject([{ code: 'many_updated', count: 120, of: 123 }]);
    for (const body of [{}, { confirm: 119 }])
      expect((await app.http.post(`/api/imports/${checked.id}/confirm`).send(body)).body).toMatchObject({
        status: 422,
        code: 'confirmation_required',
        count: 120,
      });
    expect((await state(checked.id)).status).toBe('awaiting_confirmation');
    await app.http.post(`/api/imports/${checked.id}/confirm`).send({ confirm: 120 }).expect(200);
    expect(await app.end(checked.id)).toMatchObject({ status: 'completed', updated: 120 });
  });

  it('warns of leading zeros that a spreadsheet took off', async () => {
    await app.import('sku,name\n0017,Seventeen\n00018,Eighteen\n');
    const checked = await check('sku,name\n17,Seventeen\n18,Eighteen\n19,Nineteen\n');
    expect(checked.warnings).toMatchObject([{ code: 'leading_zeros_lost', count: 2 }]);
  });

  it('reads the file in another way when somebody says so, as often as they like', async () => {
    const checked = await check('sku,name,title\nA,Apple,Golden Apple\n');
    expect(await rows(checked.id, 'unchanged')).toHaveLength(1);
    await app.http
      .put(`/api/imports/${checked.id}/mapping`)
      .send({ mapping: { name: 'title' } })
      .expect(200);
    await reaches(checked.id, 'awaiting_confirmation');
    expect(await rows(checked.id)).toMatchObject([{ outcome: 'updated', changes: [{ field: 'name', old: 'Apple', new: 'Golden Apple' }] }]);
    await app.http.post(`/api/imports/${checked.id}/confirm`).expect(200);
    expect(await app.end(checked.id)).toMatchObject({ updated: 1, rows: 1 });
    expect((await app.http.put(`/api/imports/${checked.id}/mapping`).send({})).body).toMatchObject({ status: 409, code: 'wrong_state' });
  });

  it('refuses a mapping of a field that there is not', async () => {
    const checked = await check(file);
    const refused = await app.http.put(`/api/imports/${checked.id}/mapping`).send({ mapping: { colour: 'sku' } });
    expect(refused.body).toMatchObject({ status: 422, code: 'invalid', errors: [{ pointer: '/mapping/colour' }] });
    expect((await app.upload(file, { onEmpty: '{"colour":"keep"}' })).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/onEmpty/colour' }],
    });
    expect((await state(checked.id)).status).toBe('awaiting_confirmation');
  });

  it('lets others go first until it is confirmed, and can be cancelled', async () => {
    const checked = await check(file);
    expect(await app.import('sku,name\nE,Egg\n')).toMatchObject({ status: 'completed' });
    await app.http.post(`/api/imports/${checked.id}/cancel`).expect(200);
    expect(await state(checked.id)).toMatchObject({ status: 'cancelled', rows: 6, rejected: 1, superseded: 1, notProcessed: 4 });
  });

  it('checks again what a crash of the database took', async () => {
    const checked = await check(file);
    const tables = await app.db.query(`select format('staging.%I', tablename) as name from pg_tables where schemaname = 'staging'`);
    await app.db.query(`truncate ${tables.map(({ name }: { name: string }) => name).join(', ')}`); // as recovery does with unlogged tables
    expect((await app.http.get(`/api/imports/${checked.id}/check`)).status).toBe(503);
    await reaches(checked.id, 'awaiting_confirmation');
    expect(await rows(checked.id)).toHaveLength(4);
    await app.db.query(`truncate staging.winners_${checked.id}_2, staging.compared_${checked.id}_2`);
    await app.http.post(`/api/imports/${checked.id}/confirm`).expect(200);
    expect(await app.end(checked.id)).toMatchObject({ status: 'completed', created: 1, updated: 1 });
  });

  it('is given up when nobody decides for a day', async () => {
    const checked = await check(file);
    await app.db.query(`update imports set beat_at = now() - interval '25 hours' where id = $1`, [checked.id]);
    await app.stopWorker();
    await app.startWorker(); // which tidies up first
    expect(await reaches(checked.id, 'cancelled')).toMatchObject({ failure: { code: 'expired' } });
  });
});
