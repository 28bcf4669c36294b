import { describe, expect, it } from '@jest/globals';
import { Secrets } from './secrets.js';

const sealedBy = (byte: number) => new Secrets({ WEBHOOK_SEALING_KEY: Buffer.alloc(32, byte).toString('base64') });

describe('a sealed secret', () => {
  const secrets = sealedBy(1);
  const text = Buffer.from('the key of a webhook');

  it('is opened by the key that sealed it', () => expect(secrets.open(secrets.seal(text))).toEqual(text));

  it('does not show what it is, and is never the same', () => {
    const [one, two] = [secrets.seal(text), secrets.seal(text)];
    expect(one.includes(text)).toBe(false);
    expect(one.subarray(4)).not.toEqual(two.subarray(4));
  });

  it('is not opened by another key, which is told so', () => {
    expect(() => sealedBy(2).open(secrets.seal(text))).toThrow('WEBHOOK_SEALING_KEY');
  });

  it('is not opened when a bit of it was changed', () => {
    const sealed = secrets.seal(text);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => secrets.open(changed)).toThrow();
    }
  });

  it('is not opened when its end is missing', () => {
    const sealed = secrets.seal(text);
    for (let bytes = 0; bytes < sealed.length; bytes++) expect(() => secrets.open(sealed.subarray(0, bytes))).toThrow();
  });
});
