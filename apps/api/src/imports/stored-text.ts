import type { Encoding, FileInspection, ImportSettings } from '@app/domain';
import type { FileStore } from '../platform/file-store.js';
import { unmarkedUtf16, utf16Of } from './encoding-fault.js';
import { ImportFault } from './import-fault.js';
import { transcode } from './transcoding.js';

/** A stored file as UTF-8: itself, or a copy. */
export type StoredText = {
  key: string;
  bytes: number;
  isCopy: boolean;
  /** Where the text starts, behind its byte order mark. */
  start: number;
  encoding: FileInspection['encoding'];
};

type Stored = { fileKey: string; bytes: number; asked: ImportSettings; guessedEncoding?: Encoding };

/**
 * A byte order mark decides, then what was asked for, then a guess; else the file is taken for UTF-8, which whoever reads it
 * has to check. What is not UTF-8 is copied as such.
 */
export async function storedText(files: FileStore, { fileKey, bytes, asked, guessedEncoding }: Stored): Promise<StoredText> {
  const first = await readBytes(files, fileKey, 0, Math.min(bytes, 4096));
  const mark = marks.find((one) => first.subarray(0, one.bytes.length).equals(one.bytes));
  const value = mark?.encoding ?? asked.encoding ?? guessedEncoding ?? 'utf-8';
  const evidence = mark
    ? `The file starts with the byte order mark of ${mark.encoding}.`
    : asked.encoding
      ? 'As was said.'
      : guessedEncoding
        ? `The file is not UTF-8. As ${value} all of its bytes are characters; whether they are the right ones, the sample shows.`
        : '';
  const isGuess = !mark && !asked.encoding && guessedEncoding !== undefined;
  const start = mark?.bytes.length ?? 0;

  if (value === 'utf-8') {
    const utf16 = mark || asked.encoding ? undefined : utf16Of(first);
    if (utf16) throw unmarkedUtf16(utf16);
    return { key: fileKey, bytes, isCopy: false, start, encoding: { value, isGuess, evidence, sample: null } };
  }
  const { key, read, sample } = await transcode(files, fileKey, value, start);
  if (read !== bytes) {
    await files.remove(key);
    throw new ImportFault({ code: 'object_changed', message: `The stored file has ${read} bytes, but ${bytes} were uploaded.` });
  }
  return { key, bytes: (await files.size(key)) ?? 0, isCopy: true, start: 0, encoding: { value, isGuess, evidence, sample } };
}

const marks: { encoding: Encoding; bytes: Buffer }[] = [
  { encoding: 'utf-8', bytes: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', bytes: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', bytes: Buffer.from([0xfe, 0xff]) },
];

export async function readBytes(files: FileStore, key: string, from: number, to: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await files.read(key, from, to)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
