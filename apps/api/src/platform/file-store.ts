import type { Readable } from 'node:stream';

/** How far a file has come that arrives in pieces, and where the store has them. Whoever grows it keeps this and hands it back. */
export type Growth = {
  bytes: number;
  /** In a bucket: the upload in parts that it is, and what is too short for a part yet. */
  uploadId?: string;
  parts?: { no: number; etag: string }[];
  tail?: string;
};

/** Somebody else goes on with this file. */
export class Overtaken extends Error {}

/** Where uploaded files lie: a folder, or a bucket that many machines share. Keys are random names of ours, never a user's text. */
export abstract class FileStore {
  /** Keeps the stream under a key. When this resolves the file is whole and durable; when it rejects nothing is left of it. */
  abstract put(key: string, content: Readable): Promise<void>;

  /**
   * Adds the stream to a file that comes in pieces. `keep` is told each time more of it is durable, at the end or at the error
   * of the stream too: what it kept last is where the next piece begins. When it says no, another has taken over, and this one
   * ends as Overtaken.
   */
  abstract grow(key: string, from: Growth, content: Readable, keep: (growth: Growth) => Promise<boolean>): Promise<void>;

  /** Makes a file of all that came, without copying it; once more changes nothing. Then it is like one that was put. */
  abstract finish(key: string, growth: Growth): Promise<void>;

  /** The bytes from `start` (included) to `end` (not included, or to the end of the file). Errors surface on the stream. */
  abstract read(key: string, start?: number, end?: number): Promise<Readable>;

  /** Size in bytes, or undefined when there is no such file. */
  abstract size(key: string): Promise<number | undefined>;

  /** Removes the file, and what came of it so far, if it is there. */
  abstract remove(key: string, growth?: Growth): Promise<void>;

  /** Names of all files, and of remains of uploads that were cut off, last written before the moment given. */
  abstract writtenBefore(moment: Date): AsyncIterable<string>;

  /** The key of the file that a name of `writtenBefore` is, or is a beginning of. */
  abstract keyOf(name: string): string;
}
