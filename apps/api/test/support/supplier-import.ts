import { tidy, type FormatField, type ImportFormat } from '@app/domain';
import type { ImportKind } from '../../src/imports/kinds/import-kind.js';

const text = (name: string, aliases: string[], examples: string[]): FormatField => ({
  name,
  required: true,
  aliases,
  weakAliases: [],
  onEmpty: null,
  emptyValue: null,
  maxLength: 100,
  examples,
  fillsDown: false,
  read: (cell) => (tidy(cell) === '' ? { fault: 'required' } : { value: tidy(cell) }),
});

/** Files of suppliers: a number and a name. */
const supplierFormat: ImportFormat = {
  kind: 'suppliers' as ImportFormat['kind'],
  keyField: 'number',
  key: ([number]) => number as string,
  headless: null,
  unquoted: [],
  keepsAttributes: false,
  fields: [text('number', ['number', 'supplier number'], ['S-1', 'S-2']), text('name', ['name', 'supplier'], ['Ann & Sons', 'Bob Ltd.'])],
};

/** The table that a migration would bring. */
export const supplierTable = `
  create table suppliers (
    id bigint generated always as identity primary key, number text collate "C" not null unique, name text not null,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now()
  )`;

/** What became of a winner w, beside the supplier s that there is. */
const outcome = `case when s.id is null then 'created' when s.name <> w.name then 'updated' else 'unchanged' end`;

/** A third kind, as small as can be: what docs/new-kind.md tells how to write. */
export const supplierImport: ImportKind = {
  format: supplierFormat,
  columns: [
    { name: 'number', type: 'text' },
    { name: 'name', type: 'text' },
  ],
  hasLines: false,
  rowName: 'w.number',
  together: 'key',
  finish: null,
  restore: null,

  async merge(tx, { firstKey, lastKey }, winners) {
    const [counts] = await tx.query(
      `with written as (
         insert into suppliers as s (number, name) select number, name from ${winners} where key between $1 and $2 order by key
         on conflict (number) do update set name = excluded.name, updated_at = now() where s.name <> excluded.name
         returning created_at = updated_at as is_new)
       select count(*) filter (where is_new)::int as created, count(*) filter (where not is_new)::int as updated from written`,
      [firstKey, lastKey],
    );
    return counts;
  },

  outcomes: (winners) => `
    select w.key, null::bigint as target_id, case when s.created_at = now() then 'c' when s.updated_at = now() then 'u' else 'n' end as outcome
      from ${winners} w join suppliers s using (number) where w.key between $2 and $3`,

  comparison: (winners) => `
    select w.key, w.row_no, s.id as target_id, s.updated_at as state, false as deactivates, ${outcome} as outcome
      from ${winners} w left join suppliers s using (number)`,

  async compared(db, compared, winners, { outcome: wanted, offset, limit }) {
    const rows: Record<string, any>[] = await db.query(
      `select c.row_no as "rowNo", c.outcome, w.number as about, null as "productId", w.number as sku, w.name, s.name as old
         from (select * from ${compared} where $1::text is null or outcome = $1 order by row_no limit ${limit} offset ${offset}) c
         join ${winners} w using (key) left join suppliers s on s.id = c.target_id order by c.row_no`,
      [wanted],
    );
    return rows.map(({ old, ...row }) => ({ ...row, changes: old === row.name ? [] : [{ field: 'name', old, new: row.name }] }) as never);
  },

  suspicions: async () => [],
  size: async (tx) => (await tx.query('select count(*)::int as n from suppliers'))[0].n,
};
