// An import that is checked and confirmed, one that is undone, and a bulk job that is undone, with somebody dying in between.
import { small } from './failpoints.mjs';
import { assert } from './story.mjs';
import { inTime, until } from './system.mjs';

async function checked(story, { place, action }) {
  const { system } = story;
  const worker = await system.onlyWorker();
  await story.calmImport({ rows: 1_500 });
  const harmed = place === 'confirm.committed' ? system.api : worker;
  await harmed.arm(`${place}:1=${action}`);
  const file = story.file();
  const { body } = await system.upload(file, { check: 'true' });
  const show = async () => (await system.http('GET', `/imports/${body.id}`)).body;
  if (harmed === worker) await inTime(`${place} is reached`, worker.harmed);
  if (worker.isGone || (action === 'kill' && harmed === worker)) await system.worker();
  await until('the check is done', async () => (await show()).status === 'awaiting_confirmation');
  await story.judgeCatalogue(); // nothing is written yet
  const { check } = await show();
  await system.http('POST', `/imports/${body.id}/confirm`, { body: { confirm: check.changes } }).catch(() => {});
  if (harmed === system.api && action === 'kill') await system.api.ended.then(() => system.startApi());
  const importJob = await system.ended(body.id);
  for (const outcome of ['created', 'updated', 'unchanged', 'rejected', 'superseded'])
    assert.equal(importJob[outcome], check[outcome], `${outcome}, as the check said`);
  await story.judge([[body.id, file]]);
}

/** After an undo the catalogue is what it was; versions and events have gone on. */
async function undone(story, { place, action, nth }) {
  const { system } = story;
  const worker = await system.onlyWorker();
  await story.calmImport({ rows: 1_500 });
  const before = new Map(story.catalogue);
  const file = story.file();
  const id = await system.send(file);
  await story.judge([[id, file]]);
  await worker.arm(`${place}:${nth}=${action}`);
  assert.equal((await system.http('POST', `/imports/${id}/revert`)).status, 202, 'the answer to revert');
  await inTime(`${place} is reached`, worker.harmed);
  if (action === 'kill') await system.worker();
  await until('the import is undone', async () => (await system.http('GET', `/imports/${id}`)).body.status === 'reverted');
  const versions = new Map((await system.rows('select sku_key, version from products')).map(({ sku_key, version }) => [sku_key, version]));
  story.catalogue = new Map([...before].map(([key, product]) => [key, { ...product, version: versions.get(key) }]));
  await story.judgeCatalogue();
}

/** Everything is deleted and brought back: nothing is missing, and each product has two versions more. */
async function broughtBack(story, { place, action, nth }) {
  const { system } = story;
  const worker = await system.onlyWorker();
  await story.calmImport({ rows: 1_500 });
  const { body } = await system.http('POST', '/products/bulk', { body: { action: 'delete', filter: {}, expect: story.catalogue.size } });
  const is = (status) => async () => (await system.http('GET', `/bulk-jobs/${body.id}`)).body.status === status;
  await until('everything is deleted', is('completed'));
  await worker.arm(`${place}:${nth}=${action}`);
  assert.equal((await system.http('POST', `/bulk-jobs/${body.id}/undo`)).status, 202, 'the answer to undo');
  await inTime(`${place} is reached`, worker.harmed);
  if (action === 'kill') await system.worker();
  await until('the bulk job is undone', is('reverted'));
  for (const [key, product] of story.catalogue) story.catalogue.set(key, { ...product, version: product.version + 2 });
  await story.judgeCatalogue();
}

const undoPlaces = ['turn.taken:1', 'chunk.begin:2', 'chunk.after_upsert:2', 'chunk.before_commit:2', 'chunk.after_commit:2'];
export const cases = [
  ...['compare.done', 'confirm.committed'].flatMap((place) =>
    ['kill', 'throw'].map((action) => ({
      name: `check/${place}/${action}`,
      on: small,
      short: action === 'kill',
      run: (story) => checked(story, { place, action }),
    })),
  ),
  ...Object.entries({ undo: undone, 'bulk undo': broughtBack }).flatMap(([name, undo]) =>
    undoPlaces.flatMap((at) =>
      ['kill', 'throw'].map((action) => {
        const [place, nth] = at.split(':');
        return {
          name: `${name}/${place}/${action}`,
          on: small,
          short: at === 'chunk.after_commit:2' && action === 'kill',
          run: (story) => undo(story, { place, action, nth }),
        };
      }),
    ),
  ),
];
