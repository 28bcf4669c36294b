import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blockSize, SearchBlock } from './search-block.js';
import { slotsFor, slotsOfNeedle } from './search-signature.js';

/** Products of a block that may hold a needle, as the database finds them: those that every slot of it names. */
function candidates(block: SearchBlock, needle: string): number[] {
  const slices = new Map(block.slices());
  const slots = slotsOfNeedle(needle, block.slots);
  return Array.from({ length: blockSize }, (_, nth) => nth).filter((nth) =>
    slots.every((slot) => ((slices.get(slot)?.[nth >> 3] ?? 0) & (0x80 >> (nth & 7))) > 0),
  );
}

describe('signatures of texts', () => {
  it('find every text that holds a needle', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        (texts, at) => {
          const block = new SearchBlock(3, 1_024);
          texts.forEach((text, i) => block.add(3 * blockSize + i, Buffer.from(text)));
          const nth = at % texts.length;
          const from = at % texts[nth]!.length;
          const needle = texts[nth]!.slice(from, from + 1 + (at % 30));
          fc.pre(needle.isWellFormed() && slotsOfNeedle(needle, block.slots).length > 0);
          expect(candidates(block, needle)).toContain(nth);
        },
      ),
    );
  });

  it('rule out nearly all others', () => {
    const block = new SearchBlock(0, slotsFor(30));
    for (let id = 0; id < blockSize; id++) block.add(id, Buffer.from(`product ${id} of the catalogue`));
    expect(candidates(block, 'xylophone')).toEqual([]);
    expect(candidates(block, 'product 4711 of')).toContain(4_711);
    expect(candidates(block, 'product 4711 of').length).toBeLessThan(blockSize / 50);
  });

  it('name a text that is too long to be looked at whatever is searched', () => {
    const block = new SearchBlock(0, 1_024);
    block.add(5, null);
    expect(candidates(block, 'anything')).toEqual([5]);
  });

  it.each([
    ['', 0],
    ['ab', 0],
    ['abc', 2],
    ['é1', 2],
    ['茶杯', 8],
    ['a long needle with many words in it', 16],
  ])('of the needle "%s" have %i slots', (needle, slots) => {
    expect(slotsOfNeedle(needle, 32_768)).toHaveLength(slots);
  });

  it.each([
    [0, 1_024],
    [100, 1_024],
    [170, 2_048],
    [2_000, 16_384],
    [60_000, 32_768],
  ])('of texts of %i bytes take %i slots', (bytes, slots) => {
    expect(slotsFor(bytes)).toBe(slots);
  });
});
