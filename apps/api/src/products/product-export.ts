import type { EntityManager } from 'typeorm';
import { attributeKey, attributePrefix, DomainError, productLimits } from '@app/domain';
import { csvFile, isoText, ndjsonFile } from '../http/export-file.js';
import type { Exported, Selection } from '../http/exports.js';
import { productFields } from './product.repository.js';

/**
 * The catalogue as a file. As a table it has a column for each attribute that occurs, and what a product does not have is an empty cell:
 * an import takes every column for what it is, and changes nothing.
 */
export const productExport: Exported = {
  name: 'products',
  fields: productFields,
  from: 'products',
  orderBy: 'sku_key',
  inOrder: 'the order of their SKUs',
  table: async (tx, selection, mode) =>
    csvFile(
      [
        { name: 'sku', sql: 'sku', isText: true },
        { name: 'name', sql: 'name', isText: true },
        { name: 'description', sql: `nullif(description, '')`, isText: true },
        { name: 'active', sql: 'active::text' },
        ...(await attributesOf(tx, selection)).map(({ key, literal }) => ({
          name: `"${attributePrefix}${key.replaceAll('"', '""')}"`,
          sql: `attributes ->> ${literal}`,
          isText: true as const,
        })),
      ],
      mode,
    ),
  lines: ndjsonFile(`id, sku, name, description, active, attributes, version, last_import_id as "lastImportId",
    ${isoText('created_at')} as "createdAt", ${isoText('updated_at')} as "updatedAt"`),
};

/** Which attributes occur, each also as a literal of SQL. Products without any cost nothing here. */
async function attributesOf(tx: EntityManager, { where, params }: Selection): Promise<{ key: string; literal: string }[]> {
  const found: { key: string; literal: string }[] = await tx.query(
    `select key, quote_literal(key) as literal
       from (select distinct jsonb_object_keys(attributes) as key from (select attributes from products ${where}) p where attributes <> '{}') k
      order by key collate "C"`,
    params,
  );
  const unfit = found.find(({ key }) => attributeKey(key) !== key);
  if (unfit) throw noTable(`No column can be called "${unfit.key}", as an attribute is here`);
  if (found.length > productLimits.attributes)
    throw noTable(`The products have ${found.length} attributes; a file that can be imported has columns for ${productLimits.attributes}`);
  return found;
}

const noTable = (why: string) =>
  new DomainError('invalid', `${why}. Filter the products, or take format=ndjson.`, [{ pointer: '/format', message: `${why}.` }]);
