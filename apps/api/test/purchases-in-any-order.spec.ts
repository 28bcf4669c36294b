import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hostilePurchases } from './faults/hostile-purchases.mjs';
import { ReferencePurchases, storedState } from './faults/reference-purchases.mjs';
import { checkInvariants } from './support/invariants.js';
import { purchaseTables } from './support/purchases.js';
import { startApp, type App } from './support/start-app.js';

const seed = Date.now() % 1_000_000;

describe.each([
  ['one chunk', '10000'],
  ['chunks of a few rows', '5'],
])('files of purchases, in %s', (_, CHUNK_SIZE) => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ env: { CHUNK_SIZE } });
  });
  afterAll(() => app.stop());

  it.each([0, 1, 2, 3])(`come to what a slow and simple reading of them says, seed ${seed} + %i`, async (nth) => {
    await purchaseTables(app).empty();
    const reference = new ReferencePurchases();
    const ids: number[] = [];
    for (let file = 0; file < 4; file++) {
      const purchases = hostilePurchases((seed + nth) * 10 + file);
      const { id, rows, created, updated, unchanged, rejected, superseded } = await app.import(purchases.text, { kind: 'purchases' });
      ids.push(id);
      const counts = reference.take(purchases, ids.length);
      expect({ rows, created, updated, unchanged, rejected, superseded }).toEqual(counts);
      expect(await storedState((sql: string) => app.db.query(sql), ids)).toEqual(reference.state);
    }
    await checkInvariants(app.db);
  });
});
