import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import iconv from 'iconv-lite'; // Node's TextDecoder has taken windows-1252 for latin1 in several versions
import type { Encoding } from '@app/domain';
import type { FileStore } from '../platform/file-store.js';
import { EncodingFault } from './encoding-fault.js';

/** A copy of a file as UTF-8, the size of the original, and a piece of text that shows whether it was read rightly (null: all is ASCII). */
export type Transcoded = { key: string; read: number; sample: string | null };

/**
 * Writes a file in another encoding once more as UTF-8, as a stream. Every byte must be a character there, else an EncodingFault
 * tells where in the original it is not, and no copy is left.
 */
export async function transcode(files: FileStore, fileKey: string, encoding: Encoding, skip: number): Promise<Transcoded> {
  const key = randomUUID();
  const text = new Text(skip);
  const decode = encoding === 'utf-16le' || encoding === 'utf-16be' ? utf16(encoding) : oneByte(encoding);
  await files.put(key, Readable.from(utf8(await files.read(fileKey, skip), decode, text), { highWaterMark: 1 }));
  return { key, read: text.byte, sample: text.sample };
}

/** Makes text of a piece (none: that was the last); `bad` is a byte that is none, counted from the start of the piece. */
type Decode = (piece: Buffer | undefined) => { text: string; bad?: number; why?: string };

async function* utf8(pieces: AsyncIterable<Buffer>, decode: Decode, text: Text): AsyncGenerator<Buffer> {
  const take = (piece?: Buffer) => {
    const { text: more, bad, why } = decode(piece);
    text.add(more);
    if (bad !== undefined) throw new EncodingFault(`In line ${text.line} there is ${why}.`, text.line, text.byte + bad);
    text.byte += piece?.length ?? 0;
    return Buffer.from(more);
  };
  for await (const piece of pieces) yield take(piece);
  yield take();
}

function oneByte(encoding: Encoding): Decode {
  return (piece) => {
    const text = piece ? iconv.decode(piece, encoding, { stripBOM: false }) : '';
    const bad = text.indexOf('\ufffd'); // one byte, one character: the index is the byte's
    if (bad < 0) return { text };
    const why = `the byte 0x${piece![bad]!.toString(16).toUpperCase()}, which is no character of ${encoding}`;
    return { text: text.slice(0, bad), bad, why };
  };
}

/** A character pair, and the two bytes of half of it, may lie in two pieces. */
function utf16(encoding: 'utf-16le' | 'utf-16be'): Decode {
  let rest = Buffer.alloc(0);
  return (piece) => {
    const before = rest.length;
    const bytes = piece ? Buffer.concat([rest, piece]) : rest;
    const even = bytes.subarray(0, bytes.length & ~1);
    const whole = encoding === 'utf-16be' ? Buffer.from(even).swap16().toString('utf16le') : even.toString('utf16le');
    const isCut = piece !== undefined && /[\uD800-\uDBFF]$/.test(whole);
    const text = isCut ? whole.slice(0, -1) : whole;
    rest = Buffer.from(bytes.subarray(text.length * 2));
    const lone = text.search(loneSurrogate);
    if (lone >= 0) return { text: text.slice(0, lone), bad: lone * 2 - before, why: 'half of a character pair' };
    if (!piece && rest.length)
      return { text, bad: text.length * 2 - before, why: `half of a character: ${encoding} takes two bytes for each` };
    return { text };
  };
}

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

const sampleSide = 40;

/** What has been read so far: its bytes and lines, and the surroundings of the first character that is not ASCII. */
class Text {
  line = 1;
  sample: string | null = null;
  private tail = '';

  constructor(public byte: number) {}

  add(text: string): void {
    const isHalf = text.startsWith('\n') && this.tail.endsWith('\r'); // of a CRLF that was counted with its first half
    this.line += (text.match(/\r\n|\r|\n/g)?.length ?? 0) - (isHalf ? 1 : 0);
    this.sample ??= sampleOf(this.tail + text);
    this.tail = (this.tail + text.slice(-sampleSide)).slice(-sampleSide);
  }
}

/** The surroundings of the first character that is not ASCII; null: there is none. */
export function sampleOf(text: string): string | null {
  const at = text.search(/[^\u0000-\u007F]/);
  if (at < 0) return null;
  const piece = text.slice(Math.max(0, at - sampleSide), at + sampleSide);
  return piece.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '').replace(/[\u0000-\u001F\u007F]+/g, ' ');
}
