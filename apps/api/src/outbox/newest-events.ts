import type { DataSource } from 'typeorm';
import { selected, selection, type Selection } from './selection.js';

/** Numbers of rows in order, with the items of each that are the newest of their product. */
type Places = { seqs: number[]; items: number[][]; fromSeq: number };

/** So many stretches of the log are remembered. */
const remembered = 4;

/**
 * Of a stretch of the log, which events are the newest of their product among those that somebody wants; events of nothing that is a
 * product are all. Rows with a number never change, so it is found out once and remembered: a few bytes per product.
 */
export class NewestEvents {
  private readonly known = new Map<string, Promise<Places>>();

  constructor(private readonly db: DataSource) {}

  /** From a position on, at least `count` of them if there are so many: items by row. */
  async from(from: { seq: number; item: number }, until: number, wanted: Selection, count: number): Promise<Map<number, number[]>> {
    const { seqs, items } = await this.places(from.seq, until, wanted);
    const taken = new Map<number, number[]>();
    let sum = 0;
    for (let i = firstFrom(seqs, from.seq); i < seqs.length && sum < count; i++) {
      const some = seqs[i] === from.seq ? items[i]!.filter((item) => item >= from.item) : items[i]!;
      taken.set(seqs[i]!, some);
      sum += some.length;
    }
    return taken;
  }

  async count(from: { seq: number; item: number }, until: number, wanted: Selection): Promise<number> {
    let count = 0;
    for (const items of (await this.from(from, until, wanted, Infinity)).values()) count += items.length;
    return count;
  }

  private async places(fromSeq: number, until: number, wanted: Selection): Promise<Places> {
    const values = [...selection(wanted), until];
    const key = JSON.stringify(values);
    const known = await this.known.get(key);
    if (known && known.fromSeq <= fromSeq) return known;
    const found = this.find(fromSeq, values);
    this.known.set(key, found);
    found.catch(() => this.known.delete(key));
    for (const old of [...this.known.keys()].slice(0, -remembered)) this.known.delete(old);
    return found;
  }

  private async find(fromSeq: number, values: unknown[]): Promise<Places> {
    const rows: { seq: number; items: number[] }[] = await this.db.query(
      `select seq, array_agg(item order by item) as items
         from (select distinct on (product, other) *
                 from (select o.seq, i.n - 1 as item, p.id as product, case when p.id is null then array[o.seq, i.n] end as other
                         from outbox o, json_array_elements(o.items::json) with ordinality i (value, n),
                              lateral (select case when o.type like 'product.%' then (i.value ->> 'productId')::bigint end as id) p
                        where o.seq between $5 and $4 and ${selected}) told
                order by product, other, seq desc, item desc) newest
        group by seq order by seq`,
      [...values, fromSeq],
    );
    return { seqs: rows.map(({ seq }) => seq), items: rows.map(({ items }) => items), fromSeq };
  }
}

/** Where in a list in order the first one is that is no smaller. */
function firstFrom(seqs: number[], seq: number): number {
  let [low, high] = [0, seqs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (seqs[middle]! < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
