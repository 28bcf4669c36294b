import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FileFormat, ImportProfile, ImportProfileVersion, importKindNames, Problem } from '@app/domain';
import { createHash } from 'node:crypto';
import { startApp, type App } from './support/start-app.js';

describe('profiles of how files are read', () => {
  let app: App;
  let importId: number;
  beforeAll(async () => {
    app = await startApp();
    const importJob = await app.import('Article No;Title;Colour;\nA;Mug;red;\n', {
      mapping: '{"sku":"article no"}',
      onEmpty: '{"description":"keep"}',
    });
    expect(importJob).toMatchObject({ status: 'completed', created: 1 });
    importId = importJob.id;
  });
  afterAll(() => app?.stop());

  const saves = async (name: string, more: object = {}): Promise<ImportProfile> =>
    ImportProfile.parse(
      (
        await app.http
          .post('/api/import-profiles')
          .send({ name, importId, ...more })
          .expect(201)
      ).body,
    );
  const notes = async (id: number): Promise<string[]> =>
    (await app.db.query('select action from audit where target = $1 order by id', [`profile:${id}`])).map(
      (note: { action: string }) => note.action,
    );

  it('are saved from an import: its columns, and how it was read', async () => {
    const { body, headers } = await app.http.post('/api/import-profiles').send({ name: '  Supplier A ', importId }).expect(201);
    expect(headers).toMatchObject({ location: `/api/import-profiles/${body.id}`, etag: '"1"' });
    expect(ImportProfile.parse(body)).toMatchObject({
      name: 'Supplier A',
      kind: 'products',
      version: 1,
      actor: 'key:0',
      columns: ['Article No', 'Title', 'Colour', ''],
      fingerprint: createHash('sha256').update('["article no","title","colour",""]').digest('hex'),
      settings: {
        mapping: { sku: 'Article No', name: 'Title', description: null, active: null },
        onEmpty: { description: 'keep' },
        unmapped: 'ignore',
        errorPolicy: 'reject_failed_rows',
      },
    });
    expect((await app.http.get(`/api/import-profiles/${body.id}`).expect(200)).body).toEqual(body);
    expect(await notes(body.id)).toEqual(['profile.create']);
  });

  it('hold the settings that are sent instead, for the columns of the import', async () => {
    const { settings, columns, fingerprint } = await saves('Sent', { settings: { mapping: { description: 3 }, delimiter: '|' } });
    expect(settings).toEqual({
      mapping: { description: 3 },
      delimiter: '|',
      onEmpty: {},
      unmapped: 'ignore',
      errorPolicy: 'reject_failed_rows',
    });
    expect({ columns, fingerprint }).toEqual((({ columns, fingerprint }) => ({ columns, fingerprint }))(await saves('Not sent')));
  });

  it('get a version with each change, and keep the ones before', async () => {
    const first = await saves('Versions', { settings: { delimiter: ';' } });
    const path = `/api/import-profiles/${first.id}`;
    const { body: second, headers } = await app.http.put(path).set('If-Match', '"1"').send({ name: 'Versions 2' }).expect(200);
    expect(second).toMatchObject({ version: 2, name: 'Versions 2', settings: first.settings });
    expect(headers.etag).toBe('"2"');

    const record = { ...second, settings: { ...second.settings, delimiter: '|' }, columns: ['ignored'] }; // as a form sends it
    const { body: third } = await app.http.put(path).send(record).expect(200);
    expect(third).toMatchObject({ version: 3, name: 'Versions 2', columns: first.columns, settings: { delimiter: '|' } });
    expect(
      (
        await app.http
          .put(path)
          .send({ ...record, version: 3 })
          .expect(200)
      ).body,
    ).toEqual(third); // nothing new

    const { body: versions, headers: told } = await app.http.get(`${path}/versions`).expect(200);
    expect(told['content-range']).toBe('versions 0-2/3');
    expect(versions.map((version: unknown) => ImportProfileVersion.parse(version))).toMatchObject([
      { version: 3, name: 'Versions 2', settings: { delimiter: '|' } },
      { version: 2, name: 'Versions 2', settings: { delimiter: ';' } },
      { version: 1, name: 'Versions', settings: { delimiter: ';' }, writtenAt: first.createdAt },
    ]);
    expect((await app.http.get(`${path}/versions`).query({ range: '[2,2]' })).body).toMatchObject([{ version: 1 }]);
    expect(await notes(first.id)).toEqual(['profile.create', 'profile.update', 'profile.update']);
  });

  it('are not overwritten by who has not seen the last version', async () => {
    const { id } = await saves('Stale');
    const path = `/api/import-profiles/${id}`;
    await app.http
      .put(path)
      .send({ settings: { unmapped: 'attributes' } })
      .expect(200);
    for (const stale of [
      app.http.put(path).set('If-Match', '"1"').send({ name: 'Mine' }),
      app.http.put(path).send({ name: 'Mine', version: 1 }),
      app.http.delete(path).set('If-Match', '"1"'),
    ]) {
      const { body } = await stale.expect(412);
      expect(body).toMatchObject({ code: 'stale_version', current: { version: 2, name: 'Stale' } });
    }
  });

  it('are deleted with their versions, and answered', async () => {
    const profile = await saves('Short-lived');
    const path = `/api/import-profiles/${profile.id}`;
    await app.http.put(path).send({ name: 'Shorter-lived' }).expect(200);
    expect((await app.http.delete(path).expect(200)).body).toMatchObject({ id: profile.id, name: 'Shorter-lived' });
    for (const gone of [
      app.http.get(path),
      app.http.put(path).send({ name: 'x' }),
      app.http.delete(path),
      app.http.get(`${path}/versions`),
    ])
      expect((await gone.expect(404)).body.code).toBe('not_found');
    expect(await app.db.query('select from import_profile_versions where profile_id = $1', [profile.id])).toEqual([]);
    expect(await notes(profile.id)).toEqual(['profile.create', 'profile.update', 'profile.delete']);
  });

  it('are listed and found by name and by header', async () => {
    const { id, fingerprint } = await saves('Listed 100 %');
    const get = async (query: Record<string, string>) => {
      const { body, headers } = await app.http.get('/api/import-profiles').query(query).expect(200);
      return { ids: body.map((profile: ImportProfile) => profile.id), range: headers['content-range'] };
    };
    expect(await get({ name: 'listed 100 %' })).toEqual({ ids: [id], range: 'import-profiles 0-0/1' });
    expect((await get({ filter: JSON.stringify({ fingerprint, kind: 'products' }), sort: '["updatedAt","DESC"]' })).ids[0]).toBe(id);
    expect(await get({ filter: JSON.stringify({ id: [id] }) })).toMatchObject({ ids: [id] });
    expect(await get({ name: 'nothing of the kind' })).toEqual({ ids: [], range: 'import-profiles */0' });
    await app.http.get('/api/import-profiles').query({ colour: 'red' }).expect(422);
  });

  it('have a name of their own', async () => {
    const { id } = await saves('Taken');
    const other = await saves('Free');
    for (const again of [
      app.http.post('/api/import-profiles').send({ name: 'Taken', importId }),
      app.http.put(`/api/import-profiles/${other.id}`).send({ name: 'Taken' }),
    ]) {
      const { body } = await again.expect(409);
      expect(Problem.parse(body)).toMatchObject({ code: 'name_taken', otherId: id, errors: [{ pointer: '/name' }] });
    }
    expect((await app.http.get(`/api/import-profiles/${other.id}`)).body).toMatchObject({ name: 'Free', version: 1 });
  });

  it.each<[string, object, string]>([
    ['without a name', { importId: 1 }, '/name'],
    ['with a blank name', { name: ' ', importId: 1 }, '/name'],
    ['with a control character in its name', { name: 'a\0b', importId: 1 }, '/name'],
    ['without an import', { name: 'x' }, '/importId'],
    ['of an import that is not there', { name: 'x', importId: 999_999 }, '/importId'],
    ['with a setting that does not exist', { name: 'x', importId: 1, settings: { colour: 'red' } }, '/settings/colour'],
    ['with a delimiter that does not exist', { name: 'x', importId: 1, settings: { delimiter: '#' } }, '/settings/delimiter'],
    ['with a control character in a column', { name: 'x', importId: 1, settings: { mapping: { sku: '\u0000' } } }, '/settings/mapping/sku'],
  ])('are refused %s', async (_, input, pointer) => {
    const { body } = await app.http.post('/api/import-profiles').send(input).expect(422);
    expect(body).toMatchObject({ code: 'invalid', errors: [{ pointer }] });
  });

  it('need an import whose columns were seen', async () => {
    const { id } = await app.import(Buffer.from([0xff, 0xfe, 0x41]));
    expect((await app.http.post('/api/import-profiles').send({ name: 'Blind', importId: id }).expect(409)).body.code).toBe('wrong_state');
  });
});

describe('formats of files', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it('say what a file may look like', async () => {
    const { body } = await app.http.get('/api/import-formats').expect(200);
    const [products] = body.map((format: unknown) => FileFormat.parse(format)) as FileFormat[];
    expect(products).toMatchObject({ kind: 'products', limits: { columns: 1_000, keptRowErrors: 10_000, repairedRows: 5_000 } });
    expect(products!.fields.find(({ name }) => name === 'sku')).toMatchObject({ required: true, onEmpty: null, maxLength: 255 });
    expect(products!.fields.find(({ name }) => name === 'sku')!.aliases).toContain('variant sku');
    expect(products!.fields.find(({ name }) => name === 'description')).toMatchObject({ required: false, onEmpty: 'clear' });
  });

  it.each(importKindNames)('give a template of %s that imports as it is', async (kind) => {
    const { text, headers } = await app.http.get(`/api/import-formats/${kind}/template.csv`).expect(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toBe(`attachment; filename=${kind}-template.csv`);
    expect(await app.import(text, { kind })).toMatchObject({ status: 'completed', rows: 2, created: 2, rejected: 0, warnings: [] });
  });

  it('have no template of a kind that there is not', async () => {
    expect((await app.http.get('/api/import-formats/toys/template.csv').expect(404)).body.code).toBe('not_found');
  });
});
