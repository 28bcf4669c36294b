/** The first bytes of a text that are looked at; a longer one counts as holding every trigram. */
export const longestSigned = 65_536;

/** The fewest and the most slots of a signature. */
const fewestSlots = 1_024;
const mostSlots = 32_768;

/**
 * Slots for texts of so many bytes on average: a power of two that leaves most of a signature empty, so that a text which lacks a
 * trigram rarely looks as if it had it.
 */
export function slotsFor(averageBytes: number): number {
  const wanted = 2 ** Math.ceil(Math.log2(8 * Math.max(1, averageBytes)));
  return Math.min(mostSlots, Math.max(fewestSlots, wanted));
}

/** Calls back with the two slots, from 0, of each three bytes in a row. UTF-8, so that two ideographs are enough to search for. */
export function eachSlot(text: Buffer, length: number, slots: number, visit: (slot: number) => void): void {
  const shift = 32 - Math.log2(slots);
  let trigram = (text[0]! << 8) | text[1]!;
  for (let i = 2; i < length; i++) {
    trigram = ((trigram << 8) | text[i]!) & 0xffffff;
    visit(Math.imul(trigram, 0x9e3779b1) >>> shift);
    visit(Math.imul(trigram, 0x85ebca6b) >>> shift);
  }
}

/** Trigrams of a needle that are asked for: more would hardly rule out more. */
const mostTrigrams = 8;

/** The slots that are set for every text which contains the needle; both are folded to lower case in the same way. None: it is too short. */
export function slotsOfNeedle(needle: string, slots: number): number[] {
  const bytes = Buffer.from(needle);
  const stride = Math.max(1, Math.floor((bytes.length - 2) / mostTrigrams));
  const found = new Set<number>();
  for (let from = 0; from + 3 <= bytes.length && found.size < 2 * mostTrigrams; from += stride)
    eachSlot(bytes.subarray(from, from + 3), 3, slots, (slot) => found.add(slot));
  return [...found];
}
