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

/**
 * The two slots, from 0, of each three bytes in a row; how many they are is returned, and `into` has room for two a byte. UTF-8, so
 * that two ideographs are enough to search for.
 */
export function slotsOf(text: Buffer, slots: number, into: Int32Array): number {
  const shift = 32 - Math.log2(slots);
  let trigram = (text[0]! << 8) | text[1]!;
  let n = 0;
  for (let i = 2; i < text.length; i++) {
    trigram = ((trigram << 8) | text[i]!) & 0xffffff;
    into[n++] = Math.imul(trigram, 0x9e3779b1) >>> shift;
    into[n++] = Math.imul(trigram, 0x85ebca6b) >>> shift;
  }
  return n;
}

/** Trigrams of a needle that are asked for: more would hardly rule out more. */
const mostTrigrams = 8;

/** The slots that are set for every text which contains the needle; both are folded to lower case in the same way. None: it is too short. */
export function slotsOfNeedle(needle: string, slots: number): number[] {
  const bytes = Buffer.from(needle);
  const stride = Math.max(1, Math.floor((bytes.length - 2) / mostTrigrams));
  const found = new Set<number>();
  const pair = new Int32Array(2);
  for (let from = 0; from + 3 <= bytes.length && found.size < 2 * mostTrigrams; from += stride) {
    slotsOf(bytes.subarray(from, from + 3), slots, pair);
    for (const slot of pair) found.add(slot);
  }
  return [...found];
}
