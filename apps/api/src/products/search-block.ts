import { longestSigned, slotsOf } from './search-signature.js';

/** Products in a block: those whose ids share all but the last bits. */
export const blockSize = 8_192;

export const blockOf = (productId: number) => Math.floor(productId / blockSize);

const sliceBytes = blockSize / 8;
const scratch = new Int32Array(2 * longestSigned);
const empty = Buffer.alloc(sliceBytes);

/** Signatures of the products of one block, slot by slot: a slice says of one slot which products have it set. */
export class SearchBlock {
  private readonly bits: Buffer;

  constructor(
    readonly no: number,
    readonly slots: number,
  ) {
    this.bits = Buffer.alloc(slots * sliceBytes);
  }

  /** Adds the texts of a product, as UTF-8 folded to lower case; null: too long to be looked at, whatever is searched may be in it. */
  add(productId: number, text: Buffer | null): void {
    const nth = productId % blockSize;
    const byte = nth >> 3;
    const bit = 0x80 >> (nth & 7);
    const { bits, slots } = this;
    const n = text === null ? slots : slotsOf(text, slots, scratch);
    for (let i = 0; i < n; i++) bits[(text === null ? i : scratch[i]!) * sliceBytes + byte]! |= bit;
  }

  /** The slices in which anything is set. */
  *slices(): Generator<[slot: number, products: Buffer]> {
    for (let slot = 0; slot < this.slots; slot++) {
      const slice = this.bits.subarray(slot * sliceBytes, (slot + 1) * sliceBytes);
      if (!slice.equals(empty)) yield [slot, slice];
    }
  }
}
