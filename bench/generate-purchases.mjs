// A file of purchases as they come: tabs, no header, in order of time; made from a seed, so it is the same everywhere.
import fs from 'node:fs';
import { randomFrom } from './random.mjs';
import { enders, firstNames, lastNameEnds, lastNameStarts, openers } from './words.mjs';

const states = ['AL', 'AZ', 'CA', 'CO', 'FL', 'GA', 'IL', 'MA', 'MI', 'NC', 'NJ', 'NY', 'OH', 'PA', 'TX', 'VA', 'WA'];
const kinds = ['St.', 'Ave.', 'Road', 'Lane', 'Blvd'];
const start = Date.UTC(2025, 0, 1);
const minutes = 365 * 24 * 60;
const title = (word) => word[0].toUpperCase() + word.slice(1);

/** One in so many rows cancels an earlier purchase; one customer in so many moves house on the way. */
const [cancels, moves] = [20, 50];

function customersOf(random, count) {
  const address = () => {
    const street = `${1 + random.below(9_999)} ${title(random.pick(openers))} ${random.pick(kinds)}`;
    return [street, random.pick(states), String(random.below(100_000)).padStart(5, '0')].join('\t');
  };
  return Array.from({ length: count }, (_, i) => {
    const name = [i + 1, random.pick(firstNames), random.pick(lastNameStarts) + random.pick(lastNameEnds)].join('\t');
    const movesAt = random.below(moves) ? Infinity : random.next();
    return { name, addresses: [address(), address()], movesAt };
  });
}

/** Writes the file and says what is in it. */
export function generatePurchases(file, { records = 500_000, customers = records / 5, products = records / 100, seed = 1 } = {}) {
  const random = randomFrom(seed);
  const people = customersOf(random, customers);
  const catalogue = Array.from({ length: products }, (_, i) => ({
    name: `${title(random.pick(openers))} ${title(random.pick(enders))}`,
    id: i + 1,
    price: (5 + random.below(9_500) / 100).toFixed(2),
  }));
  const open = [];
  const seen = new Set();
  const out = fs.openSync(file, 'w');
  let [pending, canceled] = ['', 0];
  for (let n = 0; n < records; n++) {
    const share = n / records;
    const isCancel = open.length > 0 && random.below(cancels) === 0;
    let [customer, product] = [random.below(customers), random.below(products)];
    if (isCancel) [customer, product] = open.splice(random.below(open.length), 1)[0];
    else while (seen.has(customer * products + product)) [customer, product] = [random.below(customers), random.below(products)];
    if (isCancel) canceled++;
    else {
      seen.add(customer * products + product);
      if (open.push([customer, product]) > 1_000) open.shift();
    }
    const { name, addresses, movesAt } = people[customer];
    const { id, name: productName, price } = catalogue[product];
    const at = new Date(start + Math.floor(share * minutes) * 60_000).toISOString().replace(':00.000', '');
    pending += `${name}\t${addresses[share < movesAt ? 0 : 1]}\t${isCancel ? 'canceled' : 'new'}\t${id}\t${productName}\t${price}\t${at}\n`;
    if (pending.length < 1 << 20) continue;
    fs.writeSync(out, pending);
    pending = '';
  }
  fs.writeSync(out, pending);
  fs.closeSync(out);
  return { file, records, canceled, bytes: fs.statSync(file).size };
}
