import { Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError } from 'typeorm';
import { DomainError, notFound, type Actor, type Product, type ProductChanges, type ProductInput } from '@app/domain';
import { Audit } from '../access/audit.js';
import { Idempotency, type Call } from '../http/idempotency.js';
import { ProductRepository } from './product.repository.js';
import { ProductVersionRepository } from './product-version.repository.js';

/** Changes of single products. Each tells of it and notes who did it: all three commit, or none. */
@Injectable()
export class ProductsService {
  constructor(
    private readonly db: DataSource,
    private readonly products: ProductRepository,
    private readonly versions: ProductVersionRepository,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
  ) {}

  async create(call: Call, input: ProductInput): Promise<Product> {
    return this.uniquely(input.sku, () =>
      this.idempotency.once(call, input, async (tx) => {
        const product = await this.products.create(tx, call.actor, input);
        await this.audit.note(tx, call.actor, 'product.create', `product:${product.id}`, null);
        return product;
      }),
    );
  }

  /** What the caller leaves out stays. `seen` are versions that it read; without them the write goes through. Nothing new: nothing written. */
  async update(
    actor: Actor,
    id: number,
    { version, ...changes }: ProductChanges,
    seen = version === undefined ? undefined : [version],
  ): Promise<Product> {
    return this.uniquely(changes.sku, () =>
      this.db.transaction(async (tx) => {
        const before = await this.products.findForUpdate(tx, id);
        if (!before) throw notFound('product', id);
        refuseStale(seen, before);
        const told = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
        const after = { ...before, ...told };
        if (same(before, after)) return before;
        const product = await this.products.replace(tx, actor, after);
        await this.audit.note(tx, actor, 'product.update', `product:${id}`, { version: product.version, changed: Object.keys(told) });
        return product;
      }),
    );
  }

  /** Returns the product as it was. */
  async delete(actor: Actor, id: number, seen?: number[]): Promise<Product> {
    return this.db.transaction(async (tx) => {
      const before = await this.products.findForUpdate(tx, id);
      if (!before) throw notFound('product', id);
      refuseStale(seen, before);
      await this.products.delete(tx, actor, id);
      await this.audit.note(tx, actor, 'product.delete', `product:${id}`, { sku: before.sku });
      return before;
    });
  }

  /** Makes a product what it was; a deleted one comes back under its id. Nothing new: nothing written. */
  async restore(actor: Actor, id: number, version: number, seen?: number[]): Promise<Product> {
    const { sku, name, description, active, attributes } = await this.versions.find(id, version);
    const wanted = { sku, name, description, active, attributes };
    return this.uniquely(sku, () =>
      this.db.transaction(async (tx) => {
        const before = await this.products.findForUpdate(tx, id);
        refuseStale(seen, before ?? { version: await this.versions.newest(tx, id) });
        if (before && same(before, { ...before, ...wanted })) return before;
        const product = before
          ? await this.products.replace(tx, actor, { ...before, ...wanted })
          : await this.products.bringBack(tx, actor, id, wanted);
        await this.audit.note(tx, actor, 'product.restore', `product:${id}`, { version: product.version, from: version });
        return product;
      }),
    );
  }

  /** Two products of one SKU: the table refuses the second, and the caller is told which one has it. */
  private async uniquely(sku: string | undefined, write: () => Promise<Product>): Promise<Product> {
    try {
      return await write();
    } catch (error) {
      const { code, constraint } = (error instanceof QueryFailedError ? error.driverError : {}) as { code?: string; constraint?: string };
      if (code === '23505' && constraint === 'products_pkey') return this.uniquely(sku, write); // somebody else brought it back just now
      if (code !== '23505' || constraint !== 'products_one_per_sku' || sku === undefined) throw error;
      const other = await this.products.findBySku(sku);
      throw new DomainError(
        'sku_taken',
        `Another product has the SKU ${other?.sku ?? sku}.`,
        [{ pointer: '/sku', code: 'sku_taken', message: 'is taken' }],
        {
          otherId: other?.id,
        },
      );
    }
  }
}

/** `current` is the product, or just the number of its deletion. */
function refuseStale(seen: number[] | undefined, current: Product | { version: number }): void {
  if (!seen || seen.includes(current.version)) return;
  const isDeleted = !('id' in current);
  const now = isDeleted ? `it was deleted as version ${current.version}` : `it is at version ${current.version} now`;
  throw new DomainError('stale_version', `Somebody changed this product meanwhile; ${now}.`, undefined, {
    current: isDeleted ? null : current,
  });
}

const same = (a: Product, b: Product) =>
  a.sku === b.sku &&
  a.name === b.name &&
  a.description === b.description &&
  a.active === b.active &&
  sameEntries(a.attributes, b.attributes);

function sameEntries(a: Record<string, string>, b: Record<string, string>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
