import type { RowErrorCode, RowErrorCount } from '@app/domain';

const texts: Record<RowErrorCode, string> = {
  required: 'missing',
  too_long: 'too long',
  sku_characters: 'with characters that a SKU cannot have',
  control_character: 'with a control character',
  boolean: 'neither yes nor no',
  column_count: 'too few or too many cells',
  sku_damaged: 'damaged by a spreadsheet',
  formula_like: 'looks like a formula',
  integer: 'no whole number',
  status: 'neither new nor canceled',
  amount: 'no amount in US dollars',
  datetime: 'no date that exists',
  no_time_zone: 'without a time zone',
  state: 'no state of two letters',
  zip: 'no zip code',
};

/** "Title missing", "too few or too many cells". */
export const sayKind = ({ code, column }: Pick<RowErrorCount, 'code' | 'column'>): string =>
  column === null ? (texts[code] ?? code) : `${column} ${texts[code] ?? code}`;
