import {
  type ColumnCertainty,
  type EmptyCellRule,
  type FileColumn,
  type FileInspection,
  type ImportFormat,
  type ImportSettings,
} from '@app/domain';

/** What a person decides about the columns of a file. */
export type ColumnChoices = {
  /** Column, from 0, to the field that it becomes; a column that is not in it becomes none. */
  fields: Record<number, string>;
  onEmpty: Record<string, EmptyCellRule>;
  unmapped: ImportSettings['unmapped'];
  fillDown: boolean;
  errorPolicy: ImportSettings['errorPolicy'];
};

const byCertainty: Record<ColumnCertainty, number> = { asked: 0, sure: 1, guess: 2, none: 3 };

/** What is proposed: every field from the column that most certainly holds it. */
export function proposed(format: ImportFormat, { columns, settings }: FileInspection): ColumnChoices {
  const fields: Record<number, string> = {};
  const candidates = columns
    .filter(({ field, certainty }) => field !== null && certainty !== 'none')
    .sort((a, b) => byCertainty[a.certainty] - byCertainty[b.certainty]);
  for (const { index, field } of candidates) if (!Object.values(fields).includes(field!)) fields[index] = field!;
  return {
    fields,
    onEmpty: Object.fromEntries(
      format.fields.flatMap(({ name, onEmpty }) => (onEmpty ? [[name, settings.onEmpty[name] ?? onEmpty] as const] : [])),
    ),
    unmapped: settings.unmapped,
    fillDown: settings.fillDown !== undefined,
    errorPolicy: settings.errorPolicy,
  };
}

/** A field has one column: whoever gives it to another takes it from the first. */
export function withField(choices: ColumnChoices, column: number, field: string): ColumnChoices {
  const fields = Object.fromEntries(Object.entries(choices.fields).filter(([index, taken]) => Number(index) !== column && taken !== field));
  return { ...choices, fields: field ? { ...fields, [column]: field } : fields };
}

export const missingFields = (format: ImportFormat, { fields }: ColumnChoices) =>
  format.fields.filter(({ name, required }) => required && !Object.values(fields).includes(name)).map(({ name }) => name);

/** The choices as the server takes them. */
export function settingsOf(
  format: ImportFormat,
  choices: ColumnChoices,
  { columns, header, fillDown, settings }: FileInspection,
): ImportSettings {
  const columnOf = new Map(Object.entries(choices.fields).map(([index, field]) => [field, columns[Number(index)]!]));
  return {
    ...settings,
    mapping: Object.fromEntries(
      format.fields.map(({ name }) => {
        const column = columnOf.get(name);
        return [name, column ? reference(column, columns, header.record !== null) : null];
      }),
    ),
    onEmpty: choices.onEmpty,
    unmapped: choices.unmapped,
    errorPolicy: choices.errorPolicy,
    fillDown: choices.fillDown ? (settings.fillDown ?? fillDown?.group) : undefined,
  };
}

/** By name where that is clear, so that a profile survives a new order of the columns; else by number. */
function reference({ index, name }: FileColumn, columns: FileColumn[], hasHeader: boolean): string | number {
  const alike = columns.filter((other) => other.name.trim().toLowerCase() === name.trim().toLowerCase());
  return hasHeader && name.trim() !== '' && alike.length === 1 ? name : index;
}

/** How a column is called on the screen. */
export const columnName = ({ index, name }: FileColumn) => name.trim() || `Column ${index + 1}`;

/** Whether nothing but the empty cell itself ties a row to the one above. */
export const isOwnGroup = ({ fillDown, columns }: FileInspection) =>
  columns.some(({ name, field }) => name === fillDown?.group && field === fillDown.field);
