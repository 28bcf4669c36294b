import type { Readable } from 'node:stream';

/** Where uploaded files lie: a folder, or a bucket that many machines share. Keys are random names of ours, never a user's text. */
export abstract class FileStore {
  /** Keeps the stream under a key. When this resolves the file is whole and durable; when it rejects nothing is left of it. */
  abstract put(key: string, content: Readable): Promise<void>;

  /** The bytes from `start` (included) to `end` (not included, or to the end of the file). Errors surface on the stream. */
  abstract read(key: string, start?: number, end?: number): Promise<Readable>;

  /** Size in bytes, or undefined when there is no such file. */
  abstract size(key: string): Promise<number | undefined>;

  /** Removes the file, if it is there. */
  abstract remove(key: string): Promise<void>;

  /** Keys of all files, and of remains of uploads that were cut off, last written before the moment given. */
  abstract writtenBefore(moment: Date): AsyncIterable<string>;
}
