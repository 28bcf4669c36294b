import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Utf8Check } from './utf8-check.js';

/** Offset of the first bad byte in the whole text, given in pieces of a size. */
function firstBad(bytes: Buffer, size: number): number | undefined {
  const check = new Utf8Check();
  for (let from = 0; from < bytes.length; from += size) {
    const bad = check.push(bytes.subarray(from, from + size));
    if (bad !== undefined) return from + bad;
  }
  const bad = check.end();
  return bad === undefined ? undefined : bytes.length + bad;
}

/** Independent of it: the longest start that a fatal decoder takes. */
function oracle(bytes: Buffer): number | undefined {
  const fits = (end: number, stream: boolean) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream });
      return true;
    } catch {
      return false;
    }
  };
  if (fits(bytes.length, false)) return undefined;
  let good = 0;
  for (let end = 1; end <= bytes.length; end++) if (fits(end, false)) good = end;
  return good;
}

describe('the check for UTF-8', () => {
  it.each([
    ['a byte of windows-1252', Buffer.from([0x61, 0xe9, 0x0a]), 1],
    ['an overlong form', Buffer.from([0x61, 0x62, 0xc0, 0xaf]), 2],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80]), 0],
    ['a character cut off at the end', Buffer.from([0x61, 0xe2, 0x82]), 1],
  ])('says where %s is', (_, bytes, at) => {
    for (const size of [1, 2, 3, 100]) expect(firstBad(bytes, size)).toBe(at);
  });

  it('finds what a fatal decoder finds, whatever the pieces', () => {
    const byte = fc.oneof(fc.constantFrom(0x61, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0xa0, 0xff, 0xc0), fc.nat(255));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 24 }), fc.integer({ min: 1, max: 9 }), (bytes, size) => {
        expect(firstBad(Buffer.from(bytes), size)).toBe(oracle(Buffer.from(bytes)));
      }),
      { numRuns: 5_000 },
    );
  });
});
