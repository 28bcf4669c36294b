import type { Encoding } from '@app/domain';
import { ImportFault } from './import-fault.js';

/** The bytes of a file are not text in the encoding that it was taken for; `suggested` may be the right one. */
export class EncodingFault extends ImportFault {
  constructor(
    message: string,
    line: number,
    byteOffset: number,
    readonly suggested?: Encoding,
  ) {
    super({ code: 'encoding_invalid', message, line, byteOffset });
  }
}

/** A byte that is not UTF-8 would become U+FFFD or another character; we refuse instead and say where. `around`: bytes with it among them. */
export function encodingFault(line: number, byteOffset: number, around: Uint8Array = new Uint8Array()): EncodingFault {
  const suggested = suggestEncoding(around);
  const advice = suggested
    ? `If it is ${suggested}, send "encoding": "${suggested}"; else save it as "CSV UTF-8".`
    : 'It is no encoding that we know, or damaged: save the file as "CSV UTF-8" again.';
  return new EncodingFault(`In line ${line} there is a byte that is not UTF-8. ${advice}`, line, byteOffset, suggested);
}

/** UTF-16 that lacks its byte order mark passes for UTF-8 with a NUL beside each character. */
export const unmarkedUtf16 = (suggested: Encoding) =>
  new EncodingFault(`The file looks like ${suggested} without a byte order mark. If so, send "encoding": "${suggested}".`, 1, 0, suggested);

/**
 * What bytes that are not UTF-8 may be: UTF-16 when they are full of NULs, on one side only; else windows-1252, unless that has no
 * character for one of them, or most of what is not ASCII is good UTF-8, so that the file is rather damaged.
 */
export function suggestEncoding(bytes: Uint8Array): Encoding | undefined {
  const utf16 = utf16Of(bytes);
  if (utf16) return utf16;
  if (bytes.some((byte) => undefinedIn1252.has(byte))) return undefined;
  const text = new TextDecoder('utf-8').decode(bytes);
  const good = text.match(/[\u0080-\uFFFC\u{10000}-\u{10FFFF}]/gu)?.length ?? 0;
  const bad = text.match(/\uFFFD/g)?.length ?? 0;
  return good > 2 * bad ? undefined : 'windows-1252';
}

/** The only bytes to which windows-1252 gives no character. */
export const undefinedIn1252: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** UTF-16 by its NULs: in a table each ASCII character has one, always on the same side. */
export function utf16Of(bytes: Uint8Array): Encoding | undefined {
  const seen = Math.min(bytes.length, 4096);
  const nuls = [0, 0];
  for (let i = 0; i < seen; i++) if (bytes[i] === 0) nuls[i & 1]!++;
  const [even, odd] = nuls as [number, number];
  if (even + odd < Math.max(4, seen / 10)) return undefined;
  if (even <= odd / 20) return 'utf-16le';
  return odd <= even / 20 ? 'utf-16be' : undefined;
}

/** How many lines end before a byte; a CRLF is one end. */
export function lineBreaks(bytes: Buffer, until: number): number {
  let breaks = 0;
  for (let i = 0; i < until; i++) if (bytes[i] === 10 || (bytes[i] === 13 && bytes[i + 1] !== 10)) breaks++;
  return breaks;
}
