// A client that sends again: under one key there is one import, and an upload in pieces goes on where it was.
import { small } from './failpoints.mjs';
import { assert } from './story.mjs';
import { inTime, nothingToFindOut } from './system.mjs';

const places = ['upload.stored.before_row', 'idempotency.claimed', 'audit.written', 'import.committed.before_ring', 'ring.after'];

/** The first call is harmed; three more of the same come at once. */
async function sameKey(story, { place, action }) {
  const { system } = story;
  await system.onlyWorker();
  await system.api.arm(`${place}:1=${action}`);
  const file = story.file({ rows: 300 });
  const send = () => system.upload(file, {}, { 'idempotency-key': `the same ${story.seed}` });
  const first = send().catch(() => ({ status: 0 }));
  await inTime(`${place} is reached`, system.api.harmed);
  await first;
  if (action === 'kill') await system.api.ended.then(() => system.startApi());
  const answers = await Promise.all([send(), send(), send()]);
  const imports = await system.rows('select id from imports');
  assert.equal(imports.length, 1, 'imports of one key');
  for (const { status, body } of answers) assert.deepEqual([status, body.id], [202, imports[0].id], 'every answer');
  await story.judgeFile(imports[0].id, file);
  await story.judge([[imports[0].id, file]]);
}

/** Five pieces, one of which ends the api, or is answered with an error: the client asks how far it has come. */
async function inPieces(story, { action, nth }) {
  const { system } = story;
  await system.onlyWorker();
  const file = story.file({ rows: 10_000 });
  const tus = { 'tus-resumable': '1.0.0' };
  const begun = await system.fetch('POST', '/uploads', { headers: { ...tus, 'upload-length': String(file.length) } });
  const uploadId = begun.headers.get('location').split('/').at(-1);
  await system.api.arm(`upload.part_stored:${nth}=${action}`);
  for (let offset = 0; offset < file.length;) {
    const piece = file.subarray(offset, offset + Math.ceil(file.length / 5));
    const headers = { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
    const answer = await system.fetch('PATCH', `/uploads/${uploadId}`, { headers, body: piece }).catch(() => undefined);
    if (answer?.status !== 204) {
      if (system.api.isGone || action === 'kill') await system.api.ended.then(() => system.startApi());
      const { headers: told } = await system.fetch('HEAD', `/uploads/${uploadId}`, { headers: tus });
      offset = Number(told.get('upload-offset'));
    } else offset += piece.length;
  }
  assert.ok(action === 'kill' || system.api.isHarmed, 'the place was never reached');
  const { status, body } = await system.http('POST', '/imports', { body: { uploadId, ...nothingToFindOut } });
  assert.equal(status, 202, JSON.stringify(body));
  await story.judge([[body.id, file]]);
}

const actions = ['kill', 'throw', 'lose'];
export const cases = [
  ...places.flatMap((place) =>
    actions.map((action) => ({ name: `same key/${place}/${action}`, on: small, run: (story) => sameKey(story, { place, action }) })),
  ),
  ...actions.flatMap((action) =>
    [1, 3, 5].map((nth) => ({
      name: `in pieces/upload.part_stored/${action}/${nth}`,
      on: small,
      short: action === 'kill' && nth === 3,
      run: (story) => inPieces(story, { action, nth }),
    })),
  ),
];
