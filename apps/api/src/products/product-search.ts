import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { blockSize } from './search-block.js';
import { slotsOfNeedle } from './search-signature.js';

/** Products with changes that the index has not taken in yet and that are looked through directly. */
const mostDirect = 5_000;

/** Of more, those of changes this small still are: what people change is found at once, whatever an import is doing. */
const small = 100;

/** With more changes than this to take in the index catches up at once. */
const mostBehind = 1_000;

/** With more candidates than this an import does not narrow a search down. */
const mostTouched = 20_000;

/**
 * Which products may match: all who do are among them, and so may be a few who do not. `unsearched`: so many changes, of imports and
 * bulk jobs of this moment, are neither in the index nor looked through, so a product of theirs may be missing.
 */
export type Candidates = { count: number; all: () => number[]; sample: (size: number) => number[]; unsearched: number };

/** SQL: what the index holds of a product that has this attribute, and no text holds. $: SQL of its name. */
export const hasAttribute = (name: string) => `(E'\\x01' || ${name} || E'\\x01')`;

/** Candidates of one block, or of no block yet. */
type Group = { count: number; ids: () => number[] };

/** Narrows searches down: for texts by their signatures, for imports by what these keep of each row. */
@Injectable()
export class ProductSearch {
  private demanded = 0;

  constructor(private readonly db: DataSource) {}

  /** Those that hold all of these texts and have all of these attributes. Undefined: nobody knows, because the texts are too short, or the index is behind although nobody writes many products any more. */
  async byTexts(texts: string[], attributes: string[] = []): Promise<Candidates | undefined> {
    // One snapshot: what is taken in, and a block that is made anew with another size, are found as they were before or as they are after.
    const { waiting, groups, unsearched = 0 } = await this.db.transaction('REPEATABLE READ', (tx) => this.grouped(tx, texts, attributes));
    if (waiting > mostBehind) await this.demand();
    if (!groups) return undefined;
    return {
      count: groups.reduce((sum, { count }) => sum + count, 0),
      all: () => groups.flatMap(({ ids }) => ids()),
      sample: (size) => sampleOf(groups, size),
      unsearched,
    };
  }

  /** Created or changed by one of these imports: candidates if they are few, else how many they are, if that is still known. */
  async byImports(importIds: number[]): Promise<Candidates | { touched: number } | undefined> {
    const actors = importIds.map((id) => `import:${id}`);
    const [{ count, isKnown }] = await this.db.query(
      `select coalesce(sum(created + updated), 0)::int as count, coalesce(bool_and(target_ids is not null), true) as "isKnown"
         from chunks where actor = any($1) and created + updated > 0`,
      [actors],
    );
    if (!isKnown) return undefined;
    if (count > mostTouched) return { touched: count };
    const found: { id: number }[] = await this.db.query(
      `select id from chunks, unnest(target_ids, string_to_array(outcomes, null)) target (id, outcome)
        where actor = any($1) and created + updated > 0 and outcome <> 'n'`,
      [actors],
    );
    const ids = found.map(({ id }) => id);
    return { count: ids.length, all: () => ids, sample: (size) => ids.slice(0, size), unsearched: 0 };
  }

  private async grouped(
    tx: EntityManager,
    texts: string[],
    attributes: string[],
  ): Promise<{ waiting: number; groups?: Group[]; unsearched?: number }> {
    const [{ needles, sizes, isWhole, isBusy, waiting, direct, directs }] = await tx.query(
      `with waiting as (select items, n_items from outbox where indexed_at is null and type like 'product.%'),
            behind as (select coalesce(sum(n_items), 0)::int as n from waiting),
            direct as (select items, n_items from waiting, behind where n <= ${mostDirect} or n_items <= ${small} limit ${mostDirect})
       select array(select lower(text) from unnest($1::text[]) text union all select lower(${hasAttribute('name')}) from unnest($2::text[]) name) as needles, array(select distinct slots from search_blocks) as sizes, n as waiting,
              exists (select from turns) as "isBusy", exists (select from search_alive) and not exists (select from search_blocks where slots is null) as "isWhole",
              (select coalesce(sum(n_items), 0)::int from direct) as directs,
              array(select (item ->> 'productId')::bigint from direct, json_array_elements(items::json) item) as direct
         from behind`,
      [texts, attributes],
    );
    const unsearched = waiting - directs;
    if (!isWhole || (unsearched && !isBusy)) return { waiting };

    const groups: Group[] = [{ count: direct.length, ids: () => direct }];
    for (const size of sizes) {
      const slots = [...new Set((needles as string[]).flatMap((needle) => slotsOfNeedle(needle, size)))];
      if (!slots.length) return { waiting };
      groups.push(...(await this.groups(tx, size, slots)));
    }
    return { waiting, groups, unsearched };
  }

  private async groups(tx: EntityManager, size: number, slots: number[]): Promise<Group[]> {
    const hits: { block: number; count: number; products: string }[] = await tx.query(
      `select block, bit_count(products)::int as count, products::text as products
         from (select block, bit_and(products) as products from search_blocks join search_slices using (block)
                where slots = $1 and slot = any($2) group by block having count(*) = $3) b
        where bit_count(products) > 0`,
      [size, slots, slots.length],
    );
    return hits.map(({ block, count, products }) => ({ count, ids: () => idsOf(block, products) }));
  }

  /** Somebody searches while the index is behind: it catches up now, even if that slows an import down. Told once a second. */
  private async demand(): Promise<void> {
    if (Date.now() - this.demanded < 1_000) return;
    this.demanded = Date.now();
    await this.db.query('insert into search_demand (at) values (now()) on conflict (one_row) do update set at = excluded.at');
  }
}

/** From one character for each product of a block. */
function idsOf(block: number, products: string): number[] {
  const ids: number[] = [];
  for (let nth = products.indexOf('1'); nth >= 0; nth = products.indexOf('1', nth + 1)) ids.push(block * blockSize + nth);
  return ids;
}

/** As many of each group as it has. */
function sampleOf(groups: Group[], size: number): number[] {
  const every = Math.max(1, groups.reduce((sum, { count }) => sum + count, 0) / size);
  const sample: number[] = [];
  let next = every * Math.random();
  let passed = 0;
  for (const { count, ids } of groups) {
    if (next < passed + count) for (const all = ids(); next < passed + count; next += every) sample.push(all[Math.floor(next - passed)]!);
    passed += count;
  }
  return sample;
}
