import { headerKey, type FileInspection, type ImportFormat } from '@app/domain';

/** Columns that hold what the variants of a product have in common. */
const groupNames = [
  'handle',
  'url handle',
  'handleid',
  'product handle',
  'parent',
  'parent sku',
  'parent id',
  'item group id',
  'product id',
  'slug',
  'id',
];

/**
 * Whether rows leave a required field to the row above, as variants do with the product's name: where it is empty, the column of
 * the group says what it said above, or nothing; where it is not, another group mostly begins. Null: no row does so.
 */
export function findVariants(
  format: ImportFormat,
  names: readonly string[],
  fields: ReadonlyMap<string, number>,
  records: readonly string[][],
): FileInspection['fillDown'] {
  const key = fields.get(format.keyField);
  const field = format.fields.find(({ name, required }) => required && name !== format.keyField && fields.has(name));
  if (key === undefined || !field) return null;
  const at = fields.get(field.name)!;
  const cell = (record: readonly string[], column: number) => (record[column] ?? '').trim();
  const sound = records.filter(({ length }) => length >= names.length);
  const emptyCells = sound.filter((record) => !cell(record, at) && cell(record, key)).length;
  if (!emptyCells) return null;

  const groups = (column: number): boolean => {
    let [group, begins, named] = ['', 0, 0];
    for (const record of sound) {
      const value = cell(record, column);
      if (cell(record, at)) {
        named++;
        if (value && value !== group) begins++;
        group = value;
      } else if (!group || (value && value !== group)) return false;
    }
    return begins > 0 && begins >= named * 0.9;
  };
  const known = groupNames.map((name) => names.findIndex((one) => headerKey(one) === name)).filter((column) => column >= 0);
  const others = names.map((_, column) => column).filter((column) => column !== at && column !== key);
  const group = [...known, ...others, at].find(groups);
  return group === undefined ? null : { group: names[group]!.trim() || String(group), field: field.name, emptyCells };
}
