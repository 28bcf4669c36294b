import { describe, expect, it } from '@jest/globals';
import { brakeOf } from './brake.js';

const of = { things: 'products', rows: 1_000, catalogue: 1_000, share: 0.2 };

describe('the brake', () => {
  it.each([
    ['nothing unusual', { updated: 200, deactivated: 0, rejected: 200 }, []],
    ['many changes', { updated: 201, deactivated: 0, rejected: 0 }, ['many_updated']],
    ['many switched off', { updated: 201, deactivated: 201, rejected: 0 }, ['many_updated', 'many_deactivated']],
    ['many rows of no use', { updated: 0, deactivated: 0, rejected: 201 }, ['many_rejected']],
  ])('for %s', (_, counts, codes) => expect(brakeOf(counts, of).map(({ code }) => code)).toEqual(codes));

  it('lets small numbers pass, whatever their share', () =>
    expect(brakeOf({ updated: 99, deactivated: 99, rejected: 99 }, { things: 'products', rows: 99, catalogue: 99, share: 0.2 })).toEqual(
      [],
    ));
});
