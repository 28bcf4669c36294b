import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type EntityManager, type Repository } from 'typeorm';
import { skuKey, type Actor, type Product, type ProductInput } from '@app/domain';
import { anyOfColumns, contains, equals, ids, isTrue, listWindow, since, textOf, type ListFields, type ListWindow } from '../http/list.js';
import { writeProducts } from '../outbox/outbox.js';
import { ProductSearch } from './product-search.js';
import { ProductTable, type StoredProduct } from './product.table.js';

/** What the list of products can be ordered and filtered by. */
export const productFields: ListFields = {
  sort: {
    id: 'id',
    sku: 'sku_key',
    name: 'name',
    description: 'description',
    active: 'active',
    version: 'version',
    createdAt: 'created_at',
    updatedAt: 'updated_at',
  },
  filter: {
    id: ids('id'),
    sku: contains('sku'),
    name: contains('name'),
    description: contains('description'),
    active: isTrue('active'),
    q: anyOfColumns(contains('sku'), contains('name'), contains('description')),
    sku_eq: (value, params) => equals('sku_key')(skuKey(textOf(value)), params),
    lastImportId: ids('last_import_id'),
    updatedSince: since('updated_at'),
  },
};

/** Which products are meant, in SQL. */
export type Matching = Pick<ListWindow, 'where' | 'params'>;

/** The products that a filter of the list selects; `{}` is all of them. */
export const matching = (filter: Record<string, unknown>): Matching => listWindow({ filter: JSON.stringify(filter) }, productFields);

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

  /** How many products match, always exact. */
  async count({ where, params }: Matching): Promise<number> {
    return (await this.countOf(where, params)).total;
  }

  /** A page of the list and the number of all that match; of a common text, of which there are thousands, an estimate. */
  async page({
    filter,
    where,
    params,
    orderBy,
    offset,
    limit,
  }: ListWindow): Promise<{ rows: Product[]; total: number; isEstimate: boolean }> {
    const texts = [filter.sku, filter.name, filter.description, filter.q].filter((text) => text !== undefined).map(String);
    const candidates = texts.length ? await this.search.candidates(texts) : undefined;
    const narrowed = Array.isArray(candidates) ? `${where} and id = any($${params.length + 1})` : where;
    const values = Array.isArray(candidates) ? [...params, candidates] : params;

    const [count, found] = await Promise.all([
      candidates === 'many' ? this.estimate(where, params) : this.countOf(narrowed, values),
      this.products.query(`select id from products ${narrowed} ${orderBy} limit ${limit} offset ${offset}`, values),
    ]);
    const order = new Map<number, number>(found.map(({ id }: { id: number }, i: number) => [id, i]));
    const rows = order.size ? await this.products.findBy({ id: In([...order.keys()]) }) : [];
    return { rows: rows.sort((a, b) => order.get(a.id)! - order.get(b.id)!), ...count };
  }

  private async countOf(where: string, params: unknown[]): Promise<{ total: number; isEstimate: boolean }> {
    const [{ total }] = await this.products.query(`select count(*)::int as total from products ${where}`, params);
    return { total, isEstimate: false };
  }

  /** From a sample of about 10,000 products; exact when the catalogue is small or the sample says that few match. */
  private async estimate(where: string, params: unknown[]): Promise<{ total: number; isEstimate: boolean }> {
    const [{ size }] = await this.products.query(
      `select greatest(reltuples, 0)::float8 as size from pg_class where oid = 'products'::regclass`,
    );
    const percent = Math.min(100, 1_000_000 / Math.max(1, size));
    if (percent >= 20) return this.countOf(where, params);
    const [{ hits }] = await this.products.query(
      `select count(*)::int as hits from products tablesample system (${percent}) ${where}`,
      params,
    );
    return hits < 20 ? this.countOf(where, params) : { total: Math.round((hits * 100) / percent), isEstimate: true };
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
