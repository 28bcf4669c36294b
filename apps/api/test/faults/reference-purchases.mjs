// What must come of files of purchases, worked out row by row and purchase by purchase; shares no code with the product.

const byTime = (a, b) => (a.at === b.at ? (a.status < b.status ? 1 : -1) : a.at < b.at ? -1 : 1); // new before canceled
const later = (a, b) => a.at.localeCompare(b.at) || a.importNo - b.importNo || a.rowNo - b.rowNo;

export class ReferencePurchases {
  /** Every event that is known, as it was said last. */
  events = new Map();

  /** Takes a file in, the `importNo`-th; how many of its rows came to what. */
  take({ read, rows }, importNo) {
    const winners = new Map();
    for (const row of read) winners.set([row.customer, row.product, row.at, row.status].join(), row);
    const counts = { rows, created: 0, updated: 0, unchanged: 0, rejected: rows - read.length, superseded: read.length - winners.size };
    for (const [key, row] of winners) {
      const known = this.events.get(key);
      const isSame = known && ['firstName', 'lastName', 'address', 'amount'].every((fact) => known[fact] === row[fact]);
      counts[!known ? 'created' : isSame ? 'unchanged' : 'updated']++;
      if (!isSame) this.events.set(key, { ...row, importNo, closedAt: undefined });
    }
    return counts;
  }

  /** All that follows from the events: purchases, customers, addresses, and what is odd. */
  get state() {
    const customers = [...groups([...this.events.values()], ({ customer }) => customer)].sort(([a], [b]) => a - b);
    return {
      purchases: customers
        .flatMap(([, events]) => [...groups(events, ({ product }) => product)].flatMap(([, those]) => closed(those)))
        .map(told)
        .sort(),
      customers: customers.map(([customer, events]) => {
        const { firstName, lastName } = events.toSorted(later).at(-1);
        return [customer, firstName, lastName].join(' ');
      }),
      addresses: customers.flatMap(([customer, events]) => stretches(moments(events)).map((one) => [customer, ...one].join(' '))),
      irregularities: customers.flatMap(([, events]) => oddities(events)).sort(),
    };
  }
}

function groups(items, keyOf) {
  const found = new Map();
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item]);
  return found;
}

/** A pile of open purchases: a cancellation takes the topmost. */
function closed(events) {
  const open = [];
  return events.toSorted(byTime).map((event) => {
    const one = { ...event };
    if (one.status === 'new') open.push(one);
    else one.closes = open.pop();
    if (one.closes) one.closes.closedBy = one;
    return one;
  });
}

const told = ({ customer, product, at, status, amount, closedBy, importNo, rowNo }) =>
  [customer, product, at, status, amount, closedBy?.at ?? '-', importNo, rowNo].join(' ');

/** Of one moment the last word counts. */
function moments(events) {
  return [...groups(events, ({ at }) => at).values()].map((those) => those.toSorted(later).at(-1)).sort(byTime);
}

function stretches(events) {
  const found = [];
  for (const { at, address } of events) {
    if (!address.place) continue;
    const last = found.at(-1);
    const goesOn = last && last.place === address.place && !(address.plus4 && last.plus4 && address.plus4 !== last.plus4);
    if (!goesOn) found.push({ ...address, from: at });
    else Object.assign(last, address, { zip: address.plus4 || !last.plus4 ? address.zip : last.zip, plus4: address.plus4 ?? last.plus4 });
  }
  return found.map(({ street, state, zip, from }, i) => [street, state, zip, from, found[i + 1]?.from ?? '-']);
}

function oddities(events) {
  const found = [];
  const note = (rule, { customer, product, at, status }) => found.push([rule, customer, product, at, status].join(' '));
  for (const those of groups(events, ({ product }) => product).values()) {
    const course = closed(those);
    for (const [i, event] of course.entries()) {
      const bought = course.slice(0, i).some(({ status }) => status === 'new');
      if (event.status === 'canceled' && event.closes) {
        if (event.closes.amount !== event.amount) note('amount_differs', event);
      } else if (event.status === 'canceled') {
        if (bought) note('cancel_repeated', event);
        else note(course.some(({ status }) => status === 'new') ? 'cancel_too_early' : 'cancel_unknown', event);
      } else if (bought && course[i - 1].status === 'canceled') note('new_after_cancel', event);
    }
  }
  const those = moments(events);
  for (const [i, event] of those.entries())
    if (i && event.firstName !== those[i - 1].firstName && event.lastName !== those[i - 1].lastName) note('customer_changed', event);
  return found;
}

const time = (column) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"')`;

/** The same of a database. `importIds`: in the order of the files. */
export async function storedState(query, importIds) {
  const texts = async (sql) => (await query(sql)).map((row) => Object.values(row)[0]);
  const nth = `array_position(array[${importIds.join()}]::bigint[], p.import_id)`;
  return {
    purchases: (
      await texts(
        `select concat_ws(' ', p.customer_id, p.sku, ${time('p.purchased_at')}, p.status, p.amount, coalesce(${time('c.purchased_at')}, '-'), ${nth}, p.row_no)
           from purchases p left join purchases c on c.id = p.canceled_by_id`,
      )
    ).sort(),
    customers: await texts(`select concat_ws(' ', customer_id, first_name, last_name) from customers order by customer_id`),
    addresses: await texts(
      `select concat_ws(' ', customer_id, street, state, zip, ${time('valid_from')}, coalesce(${time('valid_to')}, '-')) from customer_addresses order by customer_id, valid_from`,
    ),
    irregularities: (
      await texts(
        `select concat_ws(' ', i.rule, p.customer_id, p.sku, ${time('p.purchased_at')}, p.status) from irregularities i join purchases p on p.id = i.purchase_id where i.status = 'open'`,
      )
    ).sort(),
  };
}
