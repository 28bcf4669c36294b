import { describe, expect, it } from '@jest/globals';
import { addressKey } from '../address-key.js';
import { rowParser } from '../parse-row.js';
import { purchaseFormat } from './purchase.js';

const read = (name: string, cell: string) => purchaseFormat.fields.find((field) => field.name === name)!.read(cell);
const valueOf = (name: string, cell: string) => {
  const reading = read(name, cell);
  return 'fault' in reading ? reading : reading.value;
};

describe('a cell of a purchase', () => {
  it.each([
    ['12', '12.00'],
    ['12.5', '12.50'],
    ['$12.50', '12.50'],
    ['$ 0', '0.00'],
    ['0012.05', '12.05'],
    ['9999999999.99', '9999999999.99'],
  ])('has the amount %s', (cell, amount) => expect(valueOf('amount', cell)).toBe(amount));

  it.each(['1,000.00', '1.234,56', '-1', '+1', '12.345', '1e3', 'NaN', '.5', '5.', '12 $', '10000000000', 'ten'])(
    'has no amount %s',
    (cell) => expect(read('amount', cell)).toEqual({ fault: 'amount' }),
  );

  it.each([
    ['2007-04-05T14:30Z', '2007-04-05T14:30:00.000Z'],
    ['2007-04-05 14:30:15z', '2007-04-05T14:30:15.000Z'],
    ['2007-04-05T14:30:15.25Z', '2007-04-05T14:30:15.250Z'],
    ['2020-01-02T10:00:00.123956Z', '2020-01-02T10:00:00.123Z'],
    ['2020-01-02T10:00:00.999999999+01:00', '2020-01-02T09:00:00.999Z'],
    ['2007-04-05T23:30-05:00', '2007-04-06T04:30:00.000Z'],
    ['2007-01-01T00:30+0200', '2006-12-31T22:30:00.000Z'],
    ['2007-04-05T14:30+01', '2007-04-05T13:30:00.000Z'],
    ['2024-02-29T10:00Z', '2024-02-29T10:00:00.000Z'],
  ])('has the moment %s', (cell, moment) => expect(read('purchased_at', cell)).toEqual({ value: moment }));

  it('is in UTC where no zone is said, with a doubt', () =>
    expect(read('purchased_at', '2007-04-05T14:30')).toEqual({ value: '2007-04-05T14:30:00.000Z', doubt: 'no_time_zone' }));

  it.each([
    '2020-02-30T10:00Z',
    '2023-02-29T10:00Z',
    '2020-04-31T10:00Z',
    '2020-13-01T10:00Z',
    '2020-00-10T10:00Z',
    '2020-01-00T10:00Z',
    '2020-01-01T24:00Z',
    '2020-01-01T10:60Z',
    '2020-01-01',
    '2020-01-01T10Z',
    '2020-01-01T10:00:00.1234567890Z',
    '1899-12-31T10:00Z',
    '9999-12-31T23:59-12:00',
    '05.04.2007 14:30',
    'yesterday',
  ])('has no moment %s', (cell) => expect(read('purchased_at', cell)).toEqual({ fault: 'datetime' }));

  it.each([
    ['customer_id', '007', '7'],
    ['customer_id', '0', '0'],
    ['customer_id', '-1', { fault: 'integer' }],
    ['customer_id', '1.0', { fault: 'integer' }],
    ['customer_id', '1234567890123456', { fault: 'integer' }],
    ['status', ' New ', 'new'],
    ['status', 'CANCELLED', 'canceled'],
    ['status', 'refunded', { fault: 'status' }],
    ['product_name', 'N'.repeat(101), { fault: 'too_long' }],
    ['product_name', '', { fault: 'required' }],
    ['first_name', 'A\u0000', { fault: 'control_character' }],
    ['zip', '02138', '02138'],
  ])('as %s reads %j', (name, cell, expected) => expect(valueOf(name, cell)).toEqual(expected));

  it.each([
    ['state', 'New York', 'state'],
    ['state', 'NY', undefined],
    ['zip', '2138', 'zip'],
    ['zip', '02138-0001', undefined],
  ])('as %s leaves a doubt about %j: %s', (name, cell, doubt) => expect(read(name, cell)).toMatchObject({ doubt }));
});

it('keys of a customer lie side by side, whatever the length of the number', () => {
  const mapping = Object.fromEntries(purchaseFormat.fields.map(({ name }, i) => [name, i]));
  const parse = rowParser(purchaseFormat, { mapping, onEmpty: {}, attributes: [], errorPolicy: 'reject_failed_rows' }, 11);
  const keyOf = (customer: string) => {
    const row = parse([customer, 'Ann', 'Lee', '1 Main St.', 'NY', '10001', 'new', '9', 'Print', '10', '2020-01-02T10:00Z']);
    return 'key' in row && row.key;
  };
  expect(['10', '9', '100', '1'].map(keyOf).sort()).toEqual(['1', '9', '10', '100'].map(keyOf));
});

describe('an address', () => {
  const main = addressKey('1 Main St.', 'NY', '10001');

  it.each([
    ['1 MAIN STREET', 'ny', '10001'],
    ['1, Main St', 'NY', '10001-1234'],
    ['1  main st', 'NY', '100011234'],
    ['1 Main St.', 'N.Y.', '10001 1234'],
    ['1 Main St.', 'N. Y.', '10001–1234'],
  ])('is the same when it is written as %s, %s %s', (...other) => expect(addressKey(...other)).toBe(main));

  it.each([
    ['11 Main St.', 'NY', '10001'],
    ['1 Main Ave.', 'NY', '10001'],
    ['1 Main St.', 'NJ', '10001'],
    ['1 Main St.', 'NY', '10002'],
    ['1 Main St. Apt 2', 'NY', '10001'],
  ])('is another one as %s, %s %s', (...other) => expect(addressKey(...other)).not.toBe(main));

  it.each([
    ['9 Elm Avenue, Apartment 4', '9 elm ave apt #4'],
    ["12 St. Mary's Road", '12 st marys rd'],
    ['5 Allée Évelyne', '5 allée évelyne'],
    ['5 Alle\u0301e', '5 Allée'],
    ['P.O. Box 7', 'PO Box 7'],
    ['P. O. Box 7', 'PO Box 7'],
    ['7 Elm St. N. W.', '7 Elm Street NW'],
  ])('has one street: %s, %s', (a, b) => expect(addressKey(a, 'CA', '1')).toBe(addressKey(b, 'CA', '1')));

  it('is none when nothing is said', () => expect(addressKey('', '', '')).toBe(''));
});
