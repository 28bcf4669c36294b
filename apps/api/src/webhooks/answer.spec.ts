import { describe, expect, it } from '@jest/globals';
import { verdictOf, type Verdict } from './answer.js';

const said = (status: number | null, failedIds: string[] = []) => ({
  status,
  failedIds,
  ok: status !== null && status >= 200 && status < 300,
});

describe('an answer', () => {
  it.each<[Verdict, number[]]>([
    ['delivered', [200, 201, 202, 204, 207, 299]],
    ['refused', [400, 409, 415, 422, 431]],
    ['too_large', [413]],
    ['failed', [301, 302, 307, 401, 403, 404, 405, 408, 410, 418, 421, 425, 429, 500, 502, 503, 504]],
  ])('means %s with %p', (verdict, statuses) => {
    expect(statuses.map((status) => verdictOf(said(status)))).toEqual(statuses.map(() => verdict));
  });

  it('that never came means that the receiver has failed', () => expect(verdictOf(said(null))).toBe('failed'));

  it('that names events takes the others', () => expect(verdictOf(said(207, ['evt_abcd_1_0']))).toBe('partly'));
});
