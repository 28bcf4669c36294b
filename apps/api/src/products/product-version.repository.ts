import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError, gone, listedDescription, notFound, versionedFields, type ProductVersion } from '@app/domain';
import { anyOf, type ListFields, type ListWindow } from '../http/list.js';
import { ENV, type Env } from '../platform/config.js';

/** What the versions of a product can be ordered and filtered by. */
export const versionFields: ListFields = {
  sort: { id: 'version', version: 'version', at: 'at' },
  filter: {
    field: (value, params) => `exists (select from unnest(changed) field where ${anyOf('field', versionedFields)(value, params)})`,
  },
};

const day = 86_400_000;
const values = 'version, sku, name, description, active, attributes';

/** What a product is and was. */
const states = (id: string) => `
  select ${values}, actor, updated_at as at, true as is_current from products where id = ${id}
  union all select ${values}, actor, written_at, false from product_versions where product_id = ${id}`;

/** These and its deletions: a deletion takes a number of its own, under which nothing is stored. */
const versions = (id: string) => `
  (with states as (${states(id)})
   select version as id, *, false as is_deletion from states
   union all
   select version + 1, version + 1, sku, name, description, active, attributes, deleted_by, replaced_at, false, true from product_versions v
    where product_id = ${id} and not exists (select from states where version = v.version + 1))`;

/** Versions beside the states before them. Where the number before is missing, the product was deleted in between, or was new. */
const compared = (id: string, from: string) => `
  (select v.*, not v.is_deletion and coalesce(v.version = 1 or p.version < v.version - 1, false) as is_creation,
          case when v.is_deletion or p.version is null then '{}'::text[] else array_remove(array[
            ${versionedFields.map((field) => `case when v.${field} is distinct from p.${field} then '${field}' end`).join(', ')}], null) end as changed
     from ${from} v left join lateral
          (select * from (${states(id)}) before where version < v.version order by version desc limit 1) p on true)`;

const columns = (description: string) => `
  version, sku, name, ${description} as description, active, attributes, actor, at, is_current as "isCurrent", is_creation as "isCreation",
  is_deletion as "isDeletion", changed, length(description) > length(${description}) as "descriptionCut"`;

type Row = Omit<ProductVersion, 'at'> & { at: Date };
const productVersion = (row: Row): ProductVersion => ({ ...row, at: row.at.toISOString() });

/** What products are, were, and were when they were deleted; as long as old versions are kept. */
@Injectable()
export class ProductVersionRepository {
  constructor(
    private readonly db: DataSource,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** A page of the versions of a product, with long descriptions cut. Throws `not_found` where nothing is known of the product. */
  async page(productId: number, { where, params, orderBy, offset, limit }: ListWindow): Promise<{ rows: ProductVersion[]; total: number }> {
    const id = `$${params.length + 1}`;
    const of = [...params, productId];
    const window = `${orderBy} limit ${limit} offset ${offset}`;
    // Only what a filter on changes asks about is compared before it is cut to a page: descriptions may be long.
    const all = `${where ? compared(id, versions(id)) : versions(id)} v ${where}`;
    const page = where ? `${all} ${window}` : `${compared(id, `(select * from ${all} ${window})`)} v ${orderBy}`;
    const [[{ total }], rows] = await Promise.all([
      this.db.query(`select count(*)::int as total from ${all}`, of),
      this.db.query(`select ${columns(`left(description, ${listedDescription})`)} from ${page}`, of),
    ]);
    if (!total) await this.newest(this.db.manager, productId);
    return { rows: rows.map(productVersion), total };
  }

  /** One version, whole. Throws `not_found` for a product or version that was never there, `history_gone` for one that is not kept any longer. */
  async find(productId: number, version: number): Promise<ProductVersion> {
    const [found] = await this.db.query(
      `select ${columns('description')} from ${compared('$1', `(select * from ${versions('$1')} v where version = $2::bigint)`)} v`,
      [productId, version],
    );
    return found ? productVersion(found) : Promise.reject(await this.whyNot(productId, version));
  }

  /** The number of the newest version of a product, which is that of its deletion if it was deleted. Throws `not_found`. */
  async newest(tx: EntityManager, productId: number): Promise<number> {
    const [{ newest }] = await tx.query(`select max(version) as newest from ${versions('$1')} v`, [productId]);
    return newest ?? Promise.reject(notFound('product', productId));
  }

  private async whyNot(productId: number, version: number): Promise<DomainError> {
    const [{ oldest, since }] = await this.db.query(`select min(version) as oldest, min(at) as since from ${versions('$1')} v`, [
      productId,
    ]);
    if (oldest === null) return notFound('product', productId);
    if (version > oldest) return new DomainError('not_found', `Product ${productId} has no version ${version}.`);
    const keptUntil = new Date(since.getTime() + this.env.HISTORY_DAYS * day);
    return gone('history_gone', `Version ${version} of product ${productId} was`, keptUntil);
  }
}
