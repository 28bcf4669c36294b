import type { DataSource } from 'typeorm';

/** What became of a row that won its key; undefined: it did not win. Kept as numbers in this order. */
const fates = [undefined, 'created', 'updated', 'unchanged', 'not_processed'] as const;
export type Fate = (typeof fates)[number];

/** As in `chunks.outcomes`; a chunk that was not applied has none. */
const letters = '?cun';
const waits = fates.indexOf('not_processed');

/** So many rows of a file are known at once, with 9 bytes each: memory stays the same however large the file is. */
const windowRows = 1_000_000;
const chunksAtOnce = 4;

type Chunk = { no: number; rowNos: number[]; outcomes: string | null; targetIds: (number | null)[] | null };
type Rows = { firstRow: number; rowCount: number };

/** The fates of winners, for a window of a file's rows: chunks hold them in the order of keys, and files want theirs. */
export class Fates {
  private constructor(
    private readonly from: number,
    private readonly numbers: Uint8Array,
    private readonly ids: Float64Array,
    /** Whether the import came as far as picking winners. */
    readonly arePicked: boolean,
  ) {}

  /** The window that begins with a row; `rows` is how many the file has. */
  static async read(db: DataSource, importId: number, from: number, rows: number): Promise<Fates> {
    const size = Math.max(0, Math.min(windowRows, rows - from + 1));
    const [numbers, ids] = [new Uint8Array(size), new Float64Array(size)];
    for (let after = -1; ;) {
      const chunks: Chunk[] = await db.query(
        `select no, to_json(row_nos) as "rowNos", outcomes, to_json(target_ids) as "targetIds"
           from chunks where actor = 'import:' || $1 and no > $2 order by no limit ${chunksAtOnce}`,
        [importId, after],
      );
      for (const { rowNos, outcomes, targetIds } of chunks) {
        for (let i = 0; i < rowNos.length; i++) {
          const at = rowNos[i]! - from;
          if (at < 0 || at >= size) continue;
          numbers[at] = outcomes === null ? waits : letters.indexOf(outcomes[i]!);
          ids[at] = targetIds?.[i] ?? 0;
        }
      }
      after = chunks.at(-1)?.no ?? after;
      if (chunks.length < chunksAtOnce) return new Fates(from, numbers, ids, after >= 0);
    }
  }

  covers({ firstRow, rowCount }: Rows): boolean {
    return firstRow >= this.from && firstRow + rowCount <= this.from + this.numbers.length;
  }

  of(rowNo: number): Fate {
    return fates[this.numbers[rowNo - this.from]!];
  }

  /** The product that a winner was about; undefined when it is not known. */
  target(rowNo: number): number | undefined {
    return this.ids[rowNo - this.from] || undefined;
  }

  /** How many of these rows had the fate. */
  count({ firstRow, rowCount }: Rows, fate: Fate): number {
    const wanted = fates.indexOf(fate);
    const at = firstRow - this.from;
    return this.numbers.subarray(at, at + rowCount).reduce((n, number) => n + Number(number === wanted), 0);
  }
}
