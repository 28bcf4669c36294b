import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type EntityManager, type Repository } from 'typeorm';
import { listParameter, skuKey, type Actor, type Product, type ProductInput } from '@app/domain';
import {
  anyKey,
  anyOfColumns,
  bind,
  contains,
  ids,
  isTrue,
  listWindow,
  since,
  textOf,
  until,
  type Condition,
  type ListFields,
  type ListWindow,
} from '../http/list.js';
import { countOf, inOrder, nextOf, placesOf, totalOf, type Page, type Place, type Total } from '../http/page.js';
import { writeProducts } from '../outbox/outbox.js';
import { ProductSearch, type Candidates } from './product-search.js';
import { ProductTable, type StoredProduct } from './product.table.js';

/** Filters by a text that occurs; they are narrowed down by the search index. */
const textFilters = { sku: contains('sku'), name: contains('name'), description: contains('description') };
const attributesPrefix = 'attributes.';

const filter = {
  ...textFilters,
  id: ids('id'),
  active: isTrue('active'),
  q: anyOfColumns(...Object.values(textFilters)),
  sku_eq: anyKey('sku_key', skuKey),
  lastImportId: ids('last_import_id'),
  importId: touchedBy,
  createdAt_gte: since('created_at'),
  createdAt_lte: until('created_at'),
  updatedAt_gte: since('updated_at'),
  updatedAt_lte: until('updated_at'),
  updatedSince: since('updated_at'),
} satisfies Record<string, Condition>;

/** What the list is filtered by, beside attributes, as parameters of an address. */
export const productFilters = {
  sku: listParameter('Contains, whatever the case', 'mug'),
  sku_eq: listParameter('Exactly, whatever the case; in `filter` also an array: any of them', 'MUG-1'),
  name: listParameter('Contains, whatever the case', 'blue'),
  description: listParameter('Contains, whatever the case', '0.3 l'),
  q: listParameter('SKU, name or description contains it', 'mug'),
  active: listParameter('true or false', 'true'),
  id: listParameter('In `filter` also an array: any of them', '7'),
  importId: listParameter('Created or changed by this import, whoever wrote it since; in `filter` also an array', '12'),
  lastImportId: listParameter('Of all imports this one wrote it last; in `filter` also an array', '12'),
  createdAt_gte: listParameter('ISO 8601', '2026-11-21'),
  createdAt_lte: listParameter('ISO 8601; a day is meant whole, in UTC', '2026-11-21'),
  updatedAt_gte: listParameter('ISO 8601', '2026-11-21T08:00:00Z'),
  updatedAt_lte: listParameter('ISO 8601; a day is meant whole, in UTC', '2026-11-21'),
  updatedSince: listParameter('As updatedAt_gte', '2026-11-21T00:00:00Z'),
} satisfies Record<keyof typeof filter, unknown>;

/** What the list of products can be ordered and filtered by. */
export const productFields: ListFields = {
  sort: {
    id: 'id',
    sku: 'sku_key',
    name: 'name',
    description: 'left(description, 250)', // so that it fits into a cursor
    active: 'active',
    version: 'version',
    lastImportId: 'coalesce(last_import_id, 0)',
    createdAt: 'created_at',
    updatedAt: 'updated_at',
  },
  filter,
  filterBelow: { [attributesPrefix]: (key) => (value, params) => contains(`attributes ->> ${bind(params, textOf(key))}`)(value, params) },
  hasCursors: true,
};

/** The products that a filter of the list selects; `{}` is all of them. */
export const matching = (filter: Record<string, unknown>): ListWindow => listWindow({ filter: JSON.stringify(filter) }, productFields);

/** Created or changed by an import, whoever wrote it since. No `exists`: PostgreSQL might read all versions for it. */
function touchedBy(value: unknown, params: unknown[]): string {
  const last = ids('last_import_id')(value, params);
  const actors = bind(
    params,
    [value].flat().map((id) => `import:${Number(id)}`),
  );
  return `(${last} or (select true from product_versions v where v.product_id = products.id and v.actor = any(${actors}) limit 1))`;
}

const isText = (field: string) => field === 'q' || Object.hasOwn(textFilters, field) || field.startsWith(attributesPrefix);

/** Where the products of a page are. `unsearched`: so many changes of this moment were not looked through. */
export type ProductPage = Page<Place> & { unsearched: number };

type Narrowed = { where: string; params: unknown[]; isNarrow?: true; estimate?: number; unsearched: number };

/** More candidates than this are not named: the first products with so common a text are found fast without. */
const mostNamed = 5_000;

/** Unless hardly any of them matches. */
const mostChecked = 100_000;

/** Bytes of descriptions and attributes that are read at once. */
const mostRead = 8 * 1024 * 1024;

/** Candidates by which is estimated how many match. */
const sampleSize = 400;

/** Reads as it likes; every write asks for the transaction it belongs to and is told in the outbox. */
@Injectable()
export class ProductRepository {
  constructor(
    @InjectRepository(ProductTable) private readonly products: Repository<StoredProduct>,
    private readonly search: ProductSearch,
  ) {}

  find(id: number): Promise<Product | null> {
    return this.products.findOneBy({ id });
  }

  /** The product as it is, locked until the transaction ends. */
  findForUpdate(tx: EntityManager, id: number): Promise<Product | null> {
    return tx.withRepository(this.products).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  findBySku(sku: string): Promise<Product | null> {
    return this.products.findOneBy({ skuKey: skuKey(sku) });
  }

  /** How many products there are, exactly, without counting them. */
  async count(): Promise<number> {
    const [{ n }] = await this.products.query('select coalesce(sum(n), 0)::int as n from product_count_changes');
    return n;
  }

  /** Makes one row of the changes of the number of products. */
  async foldCount(): Promise<void> {
    await this.products.query(
      `with folded as (delete from product_count_changes returning n)
       insert into product_count_changes select sum(n) from folded having count(*) > 0`,
    );
  }

  /** How many products match, exactly, however long that takes. */
  async countMatching(window: ListWindow): Promise<number> {
    const narrowed = await this.narrowed(window);
    const { where, params } = narrowed.unsearched ? window : narrowed;
    return where ? this.countOf(where, params) : this.count();
  }

  async page(window: ListWindow): Promise<ProductPage> {
    const { where, params, isNarrow, estimate, unsearched } = await this.narrowed(window);
    const [places, total]: [Place[], Total] = await Promise.all([
      placesOf(this.products, 'products', { ...window, where, params }, isNarrow), // few are sorted and counted in one go
      window.after || isNarrow ? {} : this.total(window.filter, where, params, estimate),
    ]);
    if (isNarrow && !window.after) total.total = places[0]?.total ?? (window.offset ? await this.countOf(where, params) : 0);
    if (unsearched && total.total !== undefined) total.isEstimate = true;
    return { rows: places, next: nextOf(window, places), unsearched, ...total };
  }

  /** A page in parts of which each fits into memory: one, unless the texts are long. */
  async parts(places: Place[]): Promise<Place[][]> {
    const sizes: { id: number; bytes: number }[] = await this.products.query(
      'select id, octet_length(description) + octet_length(attributes::text) as bytes from products where id = any($1)',
      [places.map(({ id }) => id)],
    );
    const bytesOf = new Map(sizes.map(({ id, bytes }) => [id, bytes]));
    const parts: Place[][] = [[]];
    let room = mostRead;
    for (const place of places) {
      const bytes = bytesOf.get(place.id) ?? 0;
      if (bytes > room && parts.at(-1)!.length) {
        parts.push([]);
        room = mostRead;
      }
      parts.at(-1)!.push(place);
      room -= bytes;
    }
    return parts;
  }

  /** The products of a page; without those that were deleted since. */
  async read(places: Place[]): Promise<Product[]> {
    return inOrder(places, places.length ? await this.products.findBy({ id: In(places.map(({ id }) => id)) }) : []);
  }

  private candidates(texts: string[], attributes: string[], importId: unknown): Promise<Candidates | { touched: number } | undefined> {
    if (texts.length) return this.search.byTexts(texts, attributes);
    return importId === undefined ? Promise.resolve(undefined) : this.search.byImports([importId].flat().map(Number));
  }

  /** What a filter asks for; where few can match, by their ids. */
  private async narrowed({ filter, where, params }: ListWindow): Promise<Narrowed> {
    const texts = Object.entries(filter).flatMap(([field, value]) => (isText(field) ? [String(value)] : []));
    const attributes = Object.keys(filter).flatMap((field) =>
      field.startsWith(attributesPrefix) ? [field.slice(attributesPrefix.length)] : [],
    );
    const candidates = await this.candidates(texts, attributes, filter.importId);
    if (!candidates) return { where, params, unsearched: 0 };
    if ('touched' in candidates)
      return { where, params, unsearched: 0, estimate: Object.keys(filter).length === 1 ? candidates.touched : undefined };
    const { unsearched } = candidates;
    const among = (ids: number[]) => ({ where: `${where} and id = any($${params.length + 1})`, params: [...params, ids] });
    if (candidates.count > mostNamed) {
      const sample = candidates.sample(sampleSize);
      const sampled = among(sample);
      const hits = await this.countOf(sampled.where, sampled.params);
      const estimate = Math.round((candidates.count * hits) / sample.length);
      if (estimate > mostNamed / 2 || candidates.count > mostChecked) return { where, params, estimate, unsearched };
    }
    return { ...among(candidates.all()), isNarrow: true, unsearched };
  }

  /** Exact where that is cheap. */
  private async total(filter: ListWindow['filter'], where: string, params: unknown[], estimate?: number): Promise<Total> {
    if (!where) return { total: await this.count() };
    if (estimate !== undefined) return { total: estimate, isEstimate: true };
    if (Object.keys(filter).join() === 'active' && String(filter.active) === 'true')
      return { total: (await this.count()) - (await this.countOf('where not active', [])) };
    return totalOf(this.products, 'products', where, params, () => this.count());
  }

  private countOf(where: string, params: unknown[]): Promise<number> {
    return countOf(this.products, 'products', where, params);
  }

  async create(tx: EntityManager, actor: Actor, { sku, name, description, active, attributes }: ProductInput): Promise<Product> {
    await writeProducts(
      tx,
      { actor },
      `written as (
         insert into products (sku, sku_key, name, description, active, attributes, actor)
         values ($4, $5, $6, $7, $8, $9, $1)
         returning 'product.created' as type, id, sku, sku_key, version)`,
      [sku, skuKey(sku), name, description, active, JSON.stringify(attributes)],
    );
    return tx.withRepository(this.products).findOneByOrFail({ skuKey: skuKey(sku) });
  }

  /** Writes the whole product over a row that is locked; a trigger keeps what it was. */
  async replace(tx: EntityManager, actor: Actor, { id, sku, name, description, active, attributes }: Product): Promise<Product> {
    await writeProducts(
      tx,
      { actor },
      `written as (
         update products
            set (sku, sku_key, name, description, active, attributes) = ($5, $6, $7, $8, $9, $10),
                actor = $1, version = version + 1, updated_at = now()
          where id = $4
         returning 'product.updated' as type, id, sku, sku_key, version)`,
      [id, sku, skuKey(sku), name, description, active, JSON.stringify(attributes)],
    );
    return tx.withRepository(this.products).findOneByOrFail({ id });
  }

  /** Adds a deleted product again, as the version after its deletion, with the dates that it had. */
  async bringBack(tx: EntityManager, actor: Actor, id: number, product: ProductInput): Promise<Product> {
    const { sku, name, description, active, attributes } = product;
    await writeProducts(
      tx,
      { actor },
      `written as (
         insert into products (id, sku, sku_key, name, description, active, attributes, actor, version, created_at, last_import_id)
         overriding system value
         select product_id, $5, $6, $7, $8, $9, $10, $1, version + 2, coalesce(created_at, written_at), last_import_id
           from product_versions where product_id = $4 order by version desc limit 1
         returning 'product.created' as type, id, sku, sku_key, version)`,
      [id, sku, skuKey(sku), name, description, active, JSON.stringify(attributes)],
    );
    return tx.withRepository(this.products).findOneByOrFail({ id });
  }

  /** Deletes a row that is locked; a trigger keeps it. The event carries the version that the deletion is. */
  async delete(tx: EntityManager, actor: Actor, id: number): Promise<void> {
    await writeProducts(
      tx,
      { actor },
      `written as (delete from products where id = $4 returning 'product.deleted' as type, id, sku, sku_key, version + 1 as version)`,
      [id],
    );
  }
}
