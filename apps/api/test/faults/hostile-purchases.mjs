// Files of purchases in which everything collides: few customers, products and moments, so that rows repeat, correct and cancel one another.
import { randomOf } from './hostile-catalogue.mjs';

/** What rows say of an address, which address that is, and the four digits that it may have. */
export const addresses = [
  { street: '1 Main St.', state: 'NY', zip: '10001', place: 'main' },
  { street: '1 MAIN STREET', state: 'ny', zip: '10001-1234', place: 'main', plus4: '1234' },
  { street: '1, Main st', state: 'NY', zip: '10001-9999', place: 'main', plus4: '9999' },
  { street: '9 Elm Ave. Apt #4', state: 'CA', zip: '02138', place: 'elm' },
  { street: '9 elm avenue, apartment 4', state: 'CA', zip: '02138', place: 'elm' },
  { street: '', state: '', zip: '', place: undefined },
];
const names = [
  ['Ann', 'Lee'],
  ['Ann', 'Lee-Ray'],
  ['Bob', 'Ray'],
];
const day = (no) => `2020-01-${String(no + 1).padStart(2, '0')}`;

/** A file, and its rows as a person would read them; a row that is broken has none. */
export function hostilePurchases(seed, { rows = 60, customers = 6, products = 3, moments = 8, bad = 0.05 } = {}) {
  const random = randomOf(seed);
  const below = (n) => Math.floor(random() * n);
  const lines = [];
  const read = [];
  for (let rowNo = 1; rowNo <= rows; rowNo++) {
    const [firstName, lastName] = names[below(10) ? 0 : below(names.length)];
    const address = addresses[below(3) ? 0 : below(addresses.length)];
    const row = {
      rowNo,
      customer: 1 + below(customers),
      firstName,
      lastName,
      address,
      status: below(3) ? 'new' : 'canceled',
      product: 1 + below(products),
      amount: below(5) ? '10.00' : '12.50',
      at: `${day(below(moments))}T${below(4) ? '10:00' : '10:01'}Z`,
    };
    const isBad = random() < bad;
    if (!isBad) read.push(row);
    const { street, state, zip } = address;
    lines.push(
      [
        row.customer,
        firstName,
        lastName,
        street,
        state,
        zip,
        row.status,
        row.product,
        `Product ${row.product}`,
        isBad ? 'ten' : row.amount,
        row.at,
      ].join('\t'),
    );
  }
  return { text: lines.join('\n'), rows, read };
}
