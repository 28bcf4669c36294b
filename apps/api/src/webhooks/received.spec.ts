import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './received.js';

const now = Date.parse('2026-11-21T08:00:00.000Z');

describe('how long a receiver asks to be left alone', () => {
  it.each<[string | undefined, number | null]>([
    ['120', 120_000],
    ['120.5', 120_500],
    ['0', 0],
    ['7200', 3_600_000],
    ['999999999', 3_600_000],
    ['Sat, 21 Nov 2026 08:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 09:30:00 GMT', 3_600_000],
    ['Sat, 21 Nov 2026 07:00:00 GMT', 0],
    [undefined, null],
    ['', null],
    ['-5', null],
    ['1e9', null],
    ['soon', null],
    ['next week GMT', null],
    ['2026-11-21T08:00:30Z', null],
    ['120, 240', null],
  ])('by Retry-After: %s is %s ms', (header, ms) => expect(retryAfterMs(header, now)).toBe(ms));
});
