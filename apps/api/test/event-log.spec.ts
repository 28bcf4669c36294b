import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventTypesOf, LogEvent, type BulkJob, type Product, type ProductState } from '@app/domain';
import { EventLog, messageBody, positionOf, positionText, type Position, type Wanted } from '../src/outbox/event-log.js';
import { Sequencer } from '../src/outbox/sequencer.js';
import { copiedDatabase } from './support/database.js';
import { startApp, until, type App } from './support/start-app.js';

const everything = { types: eventTypesOf(['*']), payload: 'full', maxItems: 500, maxBytes: 1_048_576 } as const;
const start: Position = { seq: 1, item: 0 };

let app: App;
let log: EventLog;
const begin = async (database?: string) => {
  app = await startApp({ database });
  log = app.app.get(EventLog);
};
beforeAll(() => begin());
afterAll(() => app?.stop());

const numbered = () => app.app.get(Sequencer).run();

/** All that is wanted, page by page as far as it goes; every page but the last one holds something. */
async function all(wanted: Partial<Wanted> = {}, from = start): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  for (let next = from; ;) {
    const page = await log.read(next, { ...everything, ...wanted });
    for (const { id, type, position, productId, importId, json } of page.events) {
      const event = LogEvent.parse(JSON.parse(json));
      expect([event.id.split('_').slice(2).join(':'), event.type]).toEqual([positionText(position), type]);
      expect([event.id, ...('productId' in event.data ? [event.data.productId] : [])]).toEqual([id, ...(productId ? [productId] : [])]);
      expect(event.data.importId).toBe(importId);
      events.push(event);
    }
    next = page.next;
    if (next.seq > page.head) return events;
    expect(page.events.length).toBeGreaterThan(0);
  }
}

const stateOf = ({ id, sku, name, description, active, attributes, version, updatedAt }: Product): ProductState => ({
  id,
  sku,
  name,
  description,
  active,
  attributes,
  version,
  updatedAt,
});

/** What happens to products, told one by one by the answers of the API, each of which says what the product is then. */
class Catalogue {
  readonly live = new Map<number, Product>();
  readonly deleted = new Map<number, { last: Product; version: number }>();
  /** By `id:version`: what the event of that step must say. */
  readonly steps = new Map<string, { type: string; product: ProductState; importId?: number; changed: string[] }>();
  private made = 0;

  async create(): Promise<void> {
    this.saw(await app.has({ sku: `P-${++this.made}`, name: `Mug ${this.made}`, attributes: { colour: 'blue' } }));
  }

  async edit(pick: number): Promise<void> {
    const product = this.pick(this.live, pick);
    if (!product) return this.create();
    const changes = [{ name: `Cup ${pick}` }, { description: 'é"\\\u2028'.repeat(pick % 50) }, { active: !product.active, attributes: {} }];
    const { body } = await app.http
      .patch(`/api/products/${product.id}`)
      .send(changes[pick % 3])
      .expect(200);
    if (body.version > product.version) this.saw(body);
  }

  async remove(pick: number): Promise<void> {
    const product = this.pick(this.live, pick);
    if (!product) return this.create();
    await app.http.delete(`/api/products/${product.id}`).expect(200);
    this.lost(product);
  }

  async restore(pick: number): Promise<void> {
    const gone = this.pick(this.deleted, pick);
    if (!gone) return this.create();
    const { body } = await app.http.post(`/api/products/${gone.last.id}/restore`).send({ version: gone.version }).expect(200);
    this.deleted.delete(body.id);
    this.saw(body);
  }

  /** A file of new products and of ones that are there, undone afterwards or not. */
  async importFile(pick: number): Promise<void> {
    const known = [...this.live.values()].slice(0, pick % 5).map(({ sku }) => sku);
    const fresh = Array.from({ length: pick % 4 }, () => `P-${++this.made}`);
    const { id, canRevert } = await app.import(
      `sku,name\n${[...known, ...fresh].map((sku) => `${sku},Imported ${pick}\n`).join('')}X-${++this.made},X\n`,
    );
    await this.look(id);
    if (pick % 3 || !canRevert) return;
    await app.http.post(`/api/imports/${id}/revert`).expect(202);
    await app.end(id);
    await this.look(id);
  }

  /** Some are deleted together, and brought back or not. */
  async deleteSome(pick: number): Promise<void> {
    const ids = [...this.live.keys()].slice(0, 1 + (pick % 4));
    if (!ids.length) return this.create();
    const { body: job } = await app.http.post('/api/products/bulk').send({ action: 'delete', ids, expect: ids.length }).expect(202);
    await this.ended(job);
    await this.look();
    if (pick % 2) return;
    await app.http.post(`/api/bulk-jobs/${job.id}/undo`).expect(202);
    await this.ended(job);
    await this.look();
  }

  private ended = ({ id }: BulkJob) =>
    until(async () => ['completed', 'reverted'].includes((await app.http.get(`/api/bulk-jobs/${id}`)).body.status));

  /** Takes in what has become of everything. */
  private async look(importId?: number): Promise<void> {
    const now = new Map((await app.products()).map((product) => [product.id, product]));
    for (const product of this.live.values()) if (!now.has(product.id)) this.lost(product, importId);
    for (const product of now.values()) if (this.live.get(product.id)?.version !== product.version) this.saw(product, importId);
  }

  private saw(product: Product, importId?: number): void {
    const before = this.live.get(product.id);
    const fields = ['sku', 'name', 'description', 'active', 'attributes'] as const;
    const changed = before ? fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(product[field])) : [];
    this.steps.set(`${product.id}:${product.version}`, {
      type: before ? 'product.updated' : 'product.created',
      product: stateOf(product),
      importId,
      changed,
    });
    this.deleted.delete(product.id);
    this.live.set(product.id, product);
  }

  private lost(product: Product, importId?: number): void {
    const version = product.version + 1;
    this.steps.set(`${product.id}:${version}`, { type: 'product.deleted', product: stateOf(product), importId, changed: [] });
    this.live.delete(product.id);
    this.deleted.set(product.id, { last: product, version });
  }

  private pick = <T>(from: Map<number, T>, pick: number): T | undefined => [...from.values()][pick % (from.size || 1)];
}

describe('the log', () => {
  it('tells each version of each product once, in order, with what the product was then, in pages of any size', async () => {
    const catalogue = new Catalogue();
    const deeds = ['create', 'edit', 'edit', 'edit', 'remove', 'restore', 'importFile', 'deleteSome'] as const;
    const deed = fc.record({ what: fc.constantFrom(...deeds), pick: fc.nat(1_000) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { minLength: 15, maxLength: 30 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(1_024, 5_000, 1_048_576),
        async (story, maxItems, maxBytes) => {
          for (const { what, pick } of story) await catalogue[what](pick);
          await numbered();
          const told = await all({ maxItems, maxBytes });
          expect(await all()).toEqual(told);

          const last = new Map<number, number>();
          const steps = new Map<string, object>();
          for (const { type, data } of told) {
            if (!('version' in data)) continue;
            const { productId, version, product, importId, changed } = data;
            expect(version).toBe((last.get(productId) ?? 0) + 1);
            last.set(productId, version);
            expect(data.sku).toBe(product!.sku);
            steps.set(`${productId}:${version}`, { type, product, importId, changed });
          }
          expect(Object.fromEntries(steps)).toEqual(Object.fromEntries(catalogue.steps));

          const thin = await all({ payload: 'thin', maxItems: 7 });
          const bare = told.map(({ data, ...event }) => ({ ...event, data: { ...data, product: undefined, changed: undefined } }));
          expect(JSON.parse(JSON.stringify(thin))).toEqual(JSON.parse(JSON.stringify(bare)));
        },
      ),
      { numRuns: 4, endOnFailure: true }, // what happened cannot be taken back to shrink it
    );
  });

  it('gives only what is wanted', async () => {
    const told = await all();
    const only = (wanted: Partial<Wanted>, keeps: (event: LogEvent) => boolean) =>
      Promise.all([1, 3, 500].map(async (maxItems) => expect(await all({ ...wanted, maxItems })).toEqual(told.filter(keeps))));
    const isOfProduct = ({ type }: LogEvent) => type.startsWith('product.');
    await only({ types: ['product.deleted'] }, ({ type }) => type === 'product.deleted');
    await only({ types: eventTypesOf(['import.*']) }, (event) => !isOfProduct(event));
    await only({ leaveOutImported: true }, (event) => !isOfProduct(event) || event.data.importId === undefined);
    const importId = told.find(({ type }) => type === 'import.completed')!.data.importId!;
    await only({ importId }, ({ data }) => data.importId === importId);
    await only({ until: 10 }, ({ id }) => Number(id.split('_')[2]) <= 10);
    await only({ types: ['irregularity.detected'] }, () => false);
  });

  it('gives the newest of each product up to a number, and then everything', async () => {
    const told = await all();
    const { head } = await log.head();
    const seqOf = ({ id }: LogEvent) => Number(id.split('_')[2]);
    for (const latestUntil of [0, 1, Math.floor(head / 2), head])
      for (const types of [everything.types, eventTypesOf(['product.created', 'import.*'])]) {
        const wanted = told.filter(({ type }) => types.includes(type));
        const newest = new Map<number, LogEvent>();
        for (const event of wanted) if ('productId' in event.data && seqOf(event) <= latestUntil) newest.set(event.data.productId, event);
        const kept = wanted.filter(
          (event) => seqOf(event) > latestUntil || !('productId' in event.data) || newest.get(event.data.productId) === event,
        );
        for (const maxItems of [1, 4, 500]) expect(await all({ types, latestUntil, maxItems })).toEqual(kept);
        const count = await log.count(start, latestUntil, { types, isLatest: true });
        expect(count).toBe(kept.filter((event) => seqOf(event) <= latestUntil).length);
        expect(await log.count(start, latestUntil, { types })).toBe(wanted.filter((event) => seqOf(event) <= latestUntil).length);
      }
  });

  it('goes on in the middle of a row, and counts from there', async () => {
    const rows = Array.from({ length: 25 }, (_, n) => `ROW-${String(n).padStart(2, '0')},Mug\n`).join('');
    const { id } = await app.import(`sku,name\n${rows}`);
    await numbered();
    const { from, until } = (await log.stretchOf(id))!;
    expect(until).toBe(from + 1); // the products, and the end
    for (const item of [0, 7, 24, 25, 999_999]) {
      const position = { seq: from, item };
      const skus = (await all({ importId: id, maxItems: 4 }, position)).map(({ data }) => ('sku' in data ? data.sku : 'end'));
      expect(skus).toEqual([...rows.match(/ROW-\d+/g)!.slice(item), 'end']);
      expect(await log.count(position, until, everything)).toBe(skus.length);
    }
  });

  it('ends a page before a body would be too large, and gives a single event whatever its size', async () => {
    const { head } = await log.head();
    for (const length of [10, 600_000, 10, 600_000, 600_000])
      await app.has({ sku: `BIG-${Math.random()}`, name: 'Big', description: 'é'.repeat(length / 2) });
    await numbered();
    const sizes: number[] = [];
    for (let next = { seq: head + 1, item: 0 }, isEnd = false; !isEnd;) {
      const { events, next: after, head } = await log.read(next, { ...everything, maxBytes: 1_000_000 });
      const body = messageBody(events, new Date());
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(1_000_000);
      sizes.push(events.length);
      [next, isEnd] = [after, after.seq > head];
    }
    expect(sizes).toEqual([3, 1, 1]);
    const { events } = await log.read({ seq: head + 2, item: 0 }, { ...everything, maxBytes: 1_024 });
    expect(events).toHaveLength(1);
  });

  it('leaves out what a product was when history is not kept any longer', async () => {
    const { id, sku } = await app.has({ sku: 'GONE-1', name: 'Mug' });
    await app.http.patch(`/api/products/${id}`).send({ name: 'Cup' }).expect(200);
    await app.http.delete(`/api/products/${id}`).expect(200);
    await numbered();
    await app.db.query('delete from product_versions where product_id = $1 and version = 1', [id]);
    const told = (await all()).filter(({ data }) => 'productId' in data && data.productId === id);
    expect(told.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'product.created', data: { productId: id, sku, version: 1, changed: [] } },
      { type: 'product.updated', data: { productId: id, sku, version: 2, product: expect.objectContaining({ name: 'Cup', version: 2 }) } },
      {
        type: 'product.deleted',
        data: { productId: id, sku, version: 3, changed: [], product: expect.objectContaining({ name: 'Cup', version: 2 }) },
      },
    ]);
  });
});

describe('a log in a copy of the database', () => {
  it('gives other ids than the first may have given since', async () => {
    const stream = async () => (await log.head()).stream;
    const before = await stream();
    await app.has({ sku: 'COPY-1', name: 'Mug' });
    await numbered();
    expect(await stream()).toBe(before);
    const { database } = app;
    await app.stop();
    await begin(await copiedDatabase(database));
    await app.has({ sku: 'COPY-2', name: 'Mug' });
    await numbered();
    expect(await stream()).toMatch(/^[a-z]{4}$/);
    expect(await stream()).not.toBe(before);
    const { head } = await log.head();
    const { events } = await log.read({ seq: head, item: 0 }, everything);
    expect(events.map(({ id }) => id)).toEqual([`evt_${await stream()}_${head}_0`]);
  });
});

describe('a position', () => {
  it.each(['1042:7', '1:0'])('is %j', (text) => expect(positionText(positionOf(text)!)).toBe(text));

  it.each(['1042', '-1:0', '1:0 ', '1:', `${'9'.repeat(16)}:0`])('is not %j', (text) => expect(positionOf(text)).toBeUndefined());
});
