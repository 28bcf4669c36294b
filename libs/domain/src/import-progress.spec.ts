import { describe, expect, it } from '@jest/globals';
import { progressOf, type Course } from './import-progress.js';

const course = (part: Partial<Course>): Course => ({
  status: 'processing',
  phase: 'validating',
  rows: 100_000,
  staged: 0,
  winners: 0,
  applied: 0,
  elapsed: 10,
  recent: 50_000,
  window: 10,
  ...part,
});

describe('the progress of an import', () => {
  it('never falls from phase to phase, and is 100 only when completed', () => {
    const percents = [
      course({ phase: 'parsing', rows: 0 }),
      course({ staged: 0.5 }),
      course({ staged: 1 }),
      course({ phase: 'importing', staged: 1, winners: 90_000 }),
      course({ phase: 'importing', staged: 1, winners: 90_000, applied: 90_000 }),
      course({ phase: 'complete', status: 'completed', winners: 90_000, applied: 90_000 }),
    ].map((step) => progressOf(step).progress);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.indexOf(100)).toBe(percents.length - 1);
  });

  it.each([
    ['is not known in the first three seconds', { elapsed: 2.9, staged: 0.5 }, null],
    ['is not known before a row is read', { elapsed: 10, staged: 0 }, null],
    ['follows from the time that the share done took', { elapsed: 30, staged: 0.5 }, 70],
    ['is never nothing while it runs', { elapsed: 30, phase: 'importing', winners: 10, applied: 10 }, 1],
  ] as const)('the time left %s', (_, part, eta) => expect(progressOf(course(part)).etaSeconds).toBe(eta));

  it('has the speed of the last ten seconds', () => expect(progressOf(course({ recent: 50_000, window: 10 })).rowsPerSecond).toBe(5_000));
  it('of an import without rows divides by nothing', () =>
    expect(progressOf(course({ status: 'completed', phase: 'complete', rows: 0, elapsed: 0 }))).toEqual({
      progress: 100,
      rowsPerSecond: null,
      etaSeconds: 0,
    }));
});
