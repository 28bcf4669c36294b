import { eachSlot, longestSigned } from './search-signature.js';

/** Products in a block: those whose ids share all but the last bits. */
export const blockSize = 8_192;

export const blockOf = (productId: number) => Math.floor(productId / blockSize);

const sliceBytes = blockSize / 8;
const scratch = Buffer.alloc(longestSigned);
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

  /** Adds the texts of a product, folded to lower case; null: too long to be looked at, whatever is searched may be in it. */
  add(productId: number, text: string | null): void {
    const nth = productId % blockSize;
    const byte = nth >> 3;
    const bit = 0x80 >> (nth & 7);
    const { bits, slots } = this;
    if (text === null) for (let slot = 0; slot < slots; slot++) bits[slot * sliceBytes + byte]! |= bit;
    else eachSlot(scratch, scratch.write(text), slots, (slot) => (bits[slot * sliceBytes + byte]! |= bit));
  }

  /** The slices in which anything is set. */
  *slices(): Generator<[slot: number, products: Buffer]> {
    for (let slot = 0; slot < this.slots; slot++) {
      const slice = this.bits.subarray(slot * sliceBytes, (slot + 1) * sliceBytes);
      if (!slice.equals(empty)) yield [slot, slice];
    }
  }
}
