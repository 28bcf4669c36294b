import { describe, expect, it } from '@jest/globals';
import { readEnv } from './config.js';

const read = (variables: Record<string, string>) => readEnv({ DATABASE_URL: 'postgres://localhost/x', ...variables });

describe('how long things are kept', () => {
  it.each<[Record<string, string>, object]>([
    [{}, { HISTORY_DAYS: 90, EVENT_DAYS: 30, FILE_DAYS: 30, AUDIT_DAYS: 365 }],
    [{ HISTORY_DAYS: '7' }, { HISTORY_DAYS: 7, EVENT_DAYS: 7 }],
    [{ HISTORY_DAYS: '365', EVENT_DAYS: '' }, { EVENT_DAYS: 30 }],
    [
      { EVENT_DAYS: '90', AUDIT_DAYS: '1' },
      { EVENT_DAYS: 90, AUDIT_DAYS: 1 },
    ],
  ])('is as %j says', (variables, kept) => {
    expect(read(variables)).toMatchObject(kept);
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ EVENT_DAYS: '91' }, /^EVENT_DAYS: .*HISTORY_DAYS$/],
    [{ EVENT_DAYS: '8', HISTORY_DAYS: '7' }, /^EVENT_DAYS: .*HISTORY_DAYS$/],
    [{ HISTORY_DAYS: '0' }, /^HISTORY_DAYS: /],
    [{ AUDIT_DAYS: 'a year' }, /^AUDIT_DAYS: .*days/],
    [{ FILE_DAYS: '1e9' }, /^FILE_DAYS: /],
  ])('stops the start with %j', (variables, message) => {
    expect(() => read(variables)).toThrow(message);
  });
});
