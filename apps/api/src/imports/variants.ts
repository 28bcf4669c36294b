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
 * the group says what it said above; or the other columns of the product are empty too, and then the field's own column makes
 * the group. Where it is not empty, another group mostly begins. A name that is just missing is none of that. Null: no row does so.
 */
export function findVariants(
  format: ImportFormat,
  names: readonly string[],
  fields: ReadonlyMap<string, number>,
  records: readonly string[][],
): FileInspection['fillDown'] {
  if (format.keyField === null) return null;
  const key = fields.get(format.keyField);
  const field = format.fields.find(({ name, required }) => required && name !== format.keyField && fields.has(name));
  if (key === undefined || !field) return null;
  const at = fields.get(field.name)!;
  const cell = (record: readonly string[], column: number) => (record[column] ?? '').trim();
  const sound = records.filter(({ length }) => length >= names.length);
  const emptyCells = sound.filter((record) => !cell(record, at) && cell(record, key)).length;
  if (!emptyCells) return null;

  const groupingOf = (column: number): 'repeats' | 'pauses' | undefined => {
    let [group, named, begins, repeats] = ['', 0, 0, 0];
    for (const record of sound) {
      const value = cell(record, column);
      if (cell(record, at)) {
        named++;
        if (value && value !== group) begins++;
        group = value;
      } else if (value && value !== group) return undefined;
      else if (value) repeats++;
    }
    if (!begins || begins < named * 0.9) return undefined;
    return repeats ? 'repeats' : 'pauses';
  };
  const known = groupNames.map((name) => names.findIndex((one) => headerKey(one) === name)).filter((column) => column >= 0);
  const others = [...names.keys()].filter((column) => column !== at && column !== key);
  const grouping = new Map(others.map((column) => [column, groupingOf(column)]));
  const leavesBlank = others.some((column) => grouping.get(column) === 'pauses');
  const repeats = (column: number) => grouping.get(column) === 'repeats';
  const group = known.find(repeats) ?? (leavesBlank ? at : others.find(repeats));
  return group === undefined ? null : { group: names[group]!.trim() || String(group), field: field.name, emptyCells };
}
