import { addressKey } from '../address-key.js';
import type { CellReading, FormatField, ImportFormat } from '../import-format.js';
import type { RowErrorCode } from '../import-job.js';
import { hasControlCharacter, tidy } from '../text.js';

/** Limits of a purchase's texts, in UTF-16 units. */
export const purchaseLimits = { name: 100, productName: 100, street: 255, state: 50, zip: 20 } as const;

const textCell =
  (minLength: 0 | 1, maxLength: number, doubt: (value: string) => RowErrorCode | undefined = () => undefined) =>
  (cell: string): CellReading => {
    const value = tidy(cell);
    if (value.length < minLength) return { fault: 'required' };
    if (value.length > maxLength) return { fault: 'too_long' };
    return hasControlCharacter(value) ? { fault: 'control_character' } : { value, doubt: doubt(value) };
  };

/** At most so many digits: more would not be the same number in JavaScript. */
const integer = /^\d{1,15}$/;

/** A whole number, without leading zeros. */
function integerCell(cell: string): CellReading {
  const text = tidy(cell);
  if (text === '') return { fault: 'required' };
  return integer.test(text) ? { value: text.replace(/^0+(?=\d)/, '') } : { fault: 'integer' };
}

function statusCell(cell: string): CellReading {
  const word = tidy(cell).toLowerCase();
  if (word === '') return { fault: 'required' };
  if (word === 'new') return { value: 'new' };
  return word === 'canceled' || word === 'cancelled' ? { value: 'canceled' } : { fault: 'status' };
}

const money = /^\$? ?(\d{1,10})(?:\.(\d{1,2}))?$/;

/** US dollars with two decimals, as text: never a float. */
function amountCell(cell: string): CellReading {
  const text = tidy(cell);
  if (text === '') return { fault: 'required' };
  const [, dollars, cents = ''] = money.exec(text) ?? [];
  return dollars === undefined ? { fault: 'amount' } : { value: `${dollars.replace(/^0+(?=\d)/, '')}.${cents.padEnd(2, '0')}` };
}

const moment =
  /^(\d{4})-(\d\d)-(\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/i;

/** A moment of ISO 8601, in UTC, cut to milliseconds. Years are those that any calendar in use has in common. */
function momentCell(cell: string): CellReading {
  const text = tidy(cell);
  if (text === '') return { fault: 'required' };
  const found = moment.exec(text);
  if (!found) return { fault: 'datetime' };
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone] = found;
  if (!isDay(Number(year), Number(month), Number(day))) return { fault: 'datetime' };
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  if (zone === undefined) return { value: local, doubt: 'no_time_zone' };
  const ahead = secondsAhead(zone);
  return { value: ahead === 0 ? local : new Date(Date.parse(local) - ahead * 1_000).toISOString() };
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1) return false;
  if (month !== 2) return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
  return day <= (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28);
}

/** By how much the clocks of a zone are ahead of UTC. */
function secondsAhead(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.replace(':', '').slice(3))];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3_600 + minutes * 60);
}

const stateDoubt = (state: string) => (/^[A-Za-z]{2}$/.test(state) ? undefined : 'state');
const zipDoubt = (zip: string) => (/^\d{5}(?:-?\d{4})?$/.test(zip) ? undefined : 'zip');

type Cell = Pick<FormatField, 'name' | 'aliases' | 'weakAliases' | 'maxLength' | 'examples' | 'read'>;

/** Every file of purchases has all columns; what a cell may leave empty its reading says. */
const field = (cell: Cell): FormatField => ({ required: true, onEmpty: null, emptyValue: null, fillsDown: false, ...cell });

/** Files of purchases: as a rule eleven columns between tabs, without header and without quoting. */
export const purchaseFormat: ImportFormat = {
  kind: 'purchases',
  keyField: null,
  headless: { delimiter: '\t' },
  unquoted: ['\t'],
  keepsAttributes: false,
  /** The event: who, what, when, and whether it was bought or canceled. Customers lie side by side. */
  key: ([customer, , , , , , status, product, , , at]) =>
    `${(customer as string).padStart(15, '0')} ${product as string} ${at as string} ${status as string}`,
  derive: ([, , , street, state, zip]) => [
    addressKey((street as string | null) ?? '', (state as string | null) ?? '', (zip as string | null) ?? ''),
  ],
  fields: [
    field({
      name: 'customer_id',
      aliases: ['customer id', 'customer number'],
      weakAliases: ['customer', 'customer no', 'client id', 'buyer id'],
      maxLength: 15,
      examples: ['1001', '1002'],
      read: integerCell,
    }),
    field({
      name: 'first_name',
      aliases: ['first name', 'customer first name'],
      weakAliases: ['given name', 'forename'],
      maxLength: purchaseLimits.name,
      examples: ['Clark', 'Lois'],
      read: textCell(1, purchaseLimits.name),
    }),
    field({
      name: 'last_name',
      aliases: ['last name', 'customer last name'],
      weakAliases: ['surname', 'family name'],
      maxLength: purchaseLimits.name,
      examples: ['Kent', 'Lane'],
      read: textCell(1, purchaseLimits.name),
    }),
    field({
      name: 'address',
      aliases: ['address', 'street address', 'customer street address'],
      weakAliases: ['street', 'address line 1'],
      maxLength: purchaseLimits.street,
      examples: ['456 Fake St.', '7 Main St., Apt 2'],
      read: textCell(0, purchaseLimits.street),
    }),
    field({
      name: 'state',
      aliases: ['state', 'customer state'],
      weakAliases: ['region', 'province'],
      maxLength: purchaseLimits.state,
      examples: ['CA', 'NY'],
      read: textCell(0, purchaseLimits.state, stateDoubt),
    }),
    field({
      name: 'zip',
      aliases: ['zip', 'zip code', 'customer zip code', 'postal code'],
      weakAliases: ['postcode'],
      maxLength: purchaseLimits.zip,
      examples: ['54321', '10001-0042'],
      read: textCell(0, purchaseLimits.zip, zipDoubt),
    }),
    field({
      name: 'status',
      aliases: ['status', 'purchase status'],
      weakAliases: ['state of purchase', 'event', 'type'],
      maxLength: null,
      examples: ['new', 'canceled'],
      read: statusCell,
    }),
    field({
      name: 'product_id',
      aliases: ['product id'],
      weakAliases: ['product', 'sku', 'item id'],
      maxLength: 15,
      examples: ['431', '432'],
      read: integerCell,
    }),
    field({
      name: 'product_name',
      aliases: ['product name'],
      weakAliases: ['title', 'item name'],
      maxLength: purchaseLimits.productName,
      examples: ['Print Magazine', 'Masthead'],
      read: textCell(1, purchaseLimits.productName),
    }),
    field({
      name: 'amount',
      aliases: ['amount', 'purchase amount', 'price'],
      weakAliases: ['total'],
      maxLength: null,
      examples: ['50.12', '100.12'],
      read: amountCell,
    }),
    field({
      name: 'purchased_at',
      aliases: ['purchased at', 'date time', 'purchase time', 'date'],
      weakAliases: ['time', 'timestamp'],
      maxLength: null,
      examples: ['2026-04-07T10:30Z', '2026-04-08T11:30Z'],
      read: momentCell,
    }),
  ],
};
