import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { secretText, signature } from './signature.js';

describe('a signature', () => {
  const keys = [1, 2, 3].map((byte) => Buffer.alloc(32, byte));
  const id = 'evt_k3f9_1042_7';
  const headers = (at: number, signatures: string) => ({
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': signatures,
  });

  it.each(['{}', '', '{"name":"Kaffeebecher – 杯子 🫖"}', `{"a":"${'x'.repeat(1_000_000)}"}`])(
    'is verified by the public library with each of the keys',
    (body) => {
      const now = Math.floor(Date.now() / 1_000);
      const signatures = signature(keys, id, now, Buffer.from(body));
      expect(signatures.split(' ')).toHaveLength(3);
      for (const key of keys) {
        const library = new Webhook(secretText(key));
        expect(signatures).toContain(library.sign(id, new Date(now * 1_000), body));
        expect(() => library.verify(body, headers(now, signatures))).not.toThrow();
        expect(() => library.verify(`${body} `, headers(now, signatures))).toThrow('No matching signature');
        expect(() => library.verify(body, headers(now + 1, signatures))).toThrow('No matching signature');
      }
      expect(() => new Webhook(secretText(Buffer.alloc(32, 4))).verify(body, headers(now, signatures))).toThrow('No matching signature');
    },
  );

  it('is that of the example in Standard Webhooks', () => {
    const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const signed = signature([key], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, Buffer.from('{"test": 2432232314}'));
    expect(signed).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});
