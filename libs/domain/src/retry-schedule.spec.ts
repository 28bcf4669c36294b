import { describe, expect, it } from '@jest/globals';
import { failingSays, isProbe, laneDelay, parkedDelay } from './retry-schedule.js';

const [second, minute, hour] = [1_000, 60_000, 3_600_000];

describe('a lane that failed', () => {
  it.each([
    [1, 5 * second],
    [2, 30 * second],
    [3, 2 * minute],
    [4, 5 * minute],
    [5, 10 * minute],
    [6, 10 * minute],
    [1_000, 10 * minute],
  ])('%d times in a row waits %d ms, a fifth more or less', (failures, delay) => {
    expect([0, 0.5, 1].map((chance) => laneDelay(failures, null, chance))).toEqual([0.8 * delay, delay, 1.2 * delay]);
  });

  it.each([
    [1, 120 * second, 120 * second],
    [1, 2 * second, 5 * second],
    [5, 1 * second, 10 * minute],
    [1, 100 * hour, hour],
  ])('%d times waits as long as it is asked to (%d ms), not shorter and at most an hour', (failures, asked, delay) => {
    expect(laneDelay(failures, asked, 0.5)).toBe(delay);
  });

  it('only looks whether the receiver is back from the fifth time on', () => {
    expect([4, 5, 6].map(isProbe)).toEqual([false, true, true]);
  });
});

describe('what was refused alone', () => {
  it('is tried nine times more, over 75 hours, then given up', () => {
    const delays = Array.from({ length: 10 }, (_, i) => parkedDelay(i + 1, null, 0.5));
    expect(delays.slice(0, 3)).toEqual([5 * second, 5 * minute, 30 * minute]);
    expect(delays.slice(3)).toEqual([...[2, 5, 10, 14, 20, 24].map((hours) => hours * hour), null]);
  });
});

describe('a webhook that fails', () => {
  it.each([
    [0.9, 100, 0, undefined],
    [1, 1, 0, 1],
    [2, 100, 1, undefined],
    [24, 100, 1, 24],
    [80, 100, 1, 72], // the one of 24 hours was missed: nobody was there to give it
    [80, 100, 72, undefined],
    [119.9, 1_000, 72, undefined],
    [120, 19, 72, undefined],
    [120, 20, 72, 'disable'],
    [500, 20, 0, 'disable'],
  ])('for %d hours and %d attempts, warned after %d: %s', (hours, attempts, warned, says) => {
    expect(failingSays(hours * hour, attempts, warned)).toBe(says);
  });
});
