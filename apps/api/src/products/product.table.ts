import { EntitySchema } from 'typeorm';
import type { Product } from '@app/domain';
import { isoTimestamp } from '../platform/database.js';

/** A product as the domain has it, and what only the table needs. */
export type StoredProduct = Product & { skuKey: string; actor: string };

export const ProductTable = new EntitySchema<StoredProduct>({
  name: 'product',
  tableName: 'products',
  columns: {
    id: { type: 'bigint', primary: true, primaryKeyConstraintName: 'products_pkey', generated: 'increment' },
    sku: { type: 'text' },
    skuKey: { name: 'sku_key', type: 'text', collation: 'C', select: false },
    name: { type: 'text' },
    description: { type: 'text', default: '' },
    active: { type: 'boolean', default: true },
    attributes: { type: 'jsonb', default: {} },
    version: { type: 'int', default: 1 },
    lastImportId: { name: 'last_import_id', type: 'bigint', nullable: true },
    actor: { type: 'text', select: false },
    createdAt: { name: 'created_at', type: 'timestamptz', default: () => 'now()', transformer: isoTimestamp },
    updatedAt: { name: 'updated_at', type: 'timestamptz', default: () => 'now()', transformer: isoTimestamp },
  },
  indices: [{ name: 'products_inactive', columns: ['id'], where: 'NOT active' }],
  uniques: [{ name: 'products_one_per_sku', columns: ['skuKey'] }],
  checks: [
    { name: 'products_have_a_sku', expression: `sku <> ''` },
    { name: 'products_have_a_name', expression: `name <> ''` },
  ],
});
