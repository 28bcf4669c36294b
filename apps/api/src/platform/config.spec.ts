import { describe, expect, it } from '@jest/globals';
import { readEnv } from './config.js';

const read = (variables: Record<string, string>) =>
  readEnv({ DATABASE_URL: 'postgres://localhost/x', WEBHOOK_SEALING_KEY: Buffer.alloc(32, 7).toString('base64'), ...variables });

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

describe('what webhooks need', () => {
  const key = Buffer.alloc(32, 7).toString('base64');

  it.each<[string | undefined, string[]]>([
    [undefined, []],
    ['', []],
    ['127.0.0.0/8', ['127.0.0.0/8']],
    [' 127.0.0.0/8, fd00::/8 ,', ['127.0.0.0/8', 'fd00::/8']],
  ])('opens the private ranges %j', (list, ranges) => {
    expect(read(list === undefined ? {} : { WEBHOOK_ALLOW_PRIVATE: list }).WEBHOOK_ALLOW_PRIVATE).toEqual(ranges);
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ WEBHOOK_ALLOW_PRIVATE: '127.0.0.1' }, /^WEBHOOK_ALLOW_PRIVATE: expected ranges/],
    [{ WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/33' }, /^WEBHOOK_ALLOW_PRIVATE: /],
    [{ WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8 10.0.0.0/8' }, /^WEBHOOK_ALLOW_PRIVATE: /],
    [{ WEBHOOK_ALLOW_PRIVATE: 'localhost/8' }, /^WEBHOOK_ALLOW_PRIVATE: /],
    [{ WEBHOOK_SEALING_KEY: '' }, /^WEBHOOK_SEALING_KEY: expected 32 bytes as base64/],
    [{ WEBHOOK_SEALING_KEY: key.slice(4) }, /^WEBHOOK_SEALING_KEY: expected 32 bytes/],
    [{ WEBHOOK_SEALING_KEY: `${key}${key}` }, /^WEBHOOK_SEALING_KEY: expected 32 bytes/],
    [{ WEBHOOK_SEALING_KEY: 'x'.repeat(44) }, /^WEBHOOK_SEALING_KEY: expected 32 bytes/],
  ])('stops the start with %j', (variables, message) => {
    expect(() => read(variables)).toThrow(message);
  });
});
