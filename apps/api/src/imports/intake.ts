import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DomainError } from '@app/domain';
import { foreignKind, isGzip } from './file-kind.js';

/** As much of a file's beginning as it takes to see what it is. */
const headBytes = 512;

/** A gzip archive may become so many times as long; of the first MiB it does not matter. */
const maxRatio = 100;
const freeBytes = 1 << 20;

/** A file as it is read for the first time: unpacked, counted and hashed, and refused when it is no text or too long. */
export class Intake {
  bytes = 0;
  isPacked = false;
  head: Buffer = Buffer.alloc(0);
  private readonly hash = createHash('sha256');

  constructor(private readonly maxBytes: number) {}

  /** The bytes to keep. Leaves the stream open when it refuses it: destroyed, it would look like one that its sender broke off. */
  async *read(content: Readable): AsyncGenerator<Buffer> {
    const outer = await peek(content.iterator({ destroyOnReturn: false }));
    this.isPacked = isGzip(outer.head);
    const { head, all } = this.isPacked ? await peek(unpacked(outer.all)) : outer;
    this.head = head;
    refuseForeign(head);
    for await (const piece of all) {
      this.bytes += piece.length;
      if (this.bytes > this.maxBytes) throw tooLarge(`The file has more than ${this.maxBytes} bytes${this.isPacked ? ' unpacked' : ''}.`);
      this.hash.update(piece);
      yield piece;
    }
    if (!this.bytes) throw new DomainError('empty_file', 'The file is empty: it has 0 bytes.');
  }

  /** Of all that was read; to be asked for once. */
  sha256(): string {
    return this.hash.digest('hex');
  }
}

/** Refuses what cannot be a CSV, by its first bytes. */
export function refuseForeign(head: Buffer): void {
  const kind = foreignKind(head);
  if (kind) throw new DomainError('not_a_csv', `This is ${kind.what}, not a CSV file. ${kind.advice}`);
}

/** The first bytes, and all of them once more. Reads no further than it must: what comes next may be long in coming. */
async function peek(
  pieces: AsyncGenerator<Buffer> | AsyncIterableIterator<Buffer>,
): Promise<{ head: Buffer; all: AsyncGenerator<Buffer> }> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < headBytes) {
    const { value, done } = await pieces.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  async function* all() {
    if (head.length) yield head;
    yield* pieces;
  }
  return { head, all: all() };
}

async function* unpacked(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [taken, given] = [0, 0];
  async function* counted() {
    for await (const piece of packed) {
      taken += piece.length;
      yield piece;
    }
  }
  const gunzip = createGunzip({ chunkSize: 1 << 16 });
  pipeline(Readable.from(counted(), { objectMode: false }), gunzip, () => {}); // an error of either destroys both
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      given += piece.length;
      if (given > freeBytes && given > taken * maxRatio)
        throw tooLarge(`The gzip archive becomes more than ${maxRatio} times as long: no list of products does.`);
      yield piece;
    }
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith('Z_')) throw error;
    throw new DomainError(
      'invalid',
      'The gzip archive is broken or cut off: it cannot be unpacked. Make it anew, or send the CSV itself.',
      [{ pointer: '/file', message: 'is a broken gzip archive' }],
    );
  }
}

const tooLarge = (message: string) => new DomainError('too_large', message);
