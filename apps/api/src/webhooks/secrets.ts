import { Inject, Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { ENV, type Env } from '../platform/config.js';

const sizes = { id: 4, nonce: 12, tag: 16 };

/**
 * What webhooks keep secret, sealed by WEBHOOK_SEALING_KEY (AES-256-GCM). Sealed bytes are: which key sealed them, a nonce, the tag, the
 * text.
 */
@Injectable()
export class Secrets {
  private readonly key: Buffer;
  private readonly id: Buffer;

  constructor(@Inject(ENV) { WEBHOOK_SEALING_KEY }: Pick<Env, 'WEBHOOK_SEALING_KEY'>) {
    this.key = Buffer.from(WEBHOOK_SEALING_KEY, 'base64');
    this.id = createHash('sha256').update(this.key).digest().subarray(0, sizes.id);
  }

  seal(plain: Buffer): Buffer {
    const nonce = randomBytes(sizes.nonce);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(this.id);
    const text = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([this.id, nonce, cipher.getAuthTag(), text]);
  }

  /** Throws when another key sealed it, or when it was changed since. */
  open(sealed: Buffer): Buffer {
    if (!sealed.subarray(0, sizes.id).equals(this.id))
      throw new Error('WEBHOOK_SEALING_KEY: expected the key that sealed the secrets of the webhooks in this database');
    const [afterId, afterNonce, afterTag] = [sizes.id, sizes.id + sizes.nonce, sizes.id + sizes.nonce + sizes.tag];
    const [nonce, tag, text] = [sealed.subarray(afterId, afterNonce), sealed.subarray(afterNonce, afterTag), sealed.subarray(afterTag)];
    const decipher = createDecipheriv('aes-256-gcm', this.key, nonce, { authTagLength: sizes.tag }).setAAD(this.id).setAuthTag(tag);
    return Buffer.concat([decipher.update(text), decipher.final()]);
  }
}
