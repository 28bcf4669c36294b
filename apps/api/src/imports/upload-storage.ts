import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { StorageEngine } from 'multer';
import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { DomainError } from '@app/domain';
import { FileStore } from '../platform/file-store.js';
import { foreignKind } from './file-kind.js';

/** A file as it was stored while it came in. */
export type StoredUpload = { fileKey: string; fileName: string; bytes: number; sha256: string };

type Done = (error?: unknown, info?: object) => void;

/** Multer's way into the file store: the upload streams through, counted and hashed, never whole in memory. */
@Injectable()
export class UploadStorage implements StorageEngine {
  constructor(private readonly files: FileStore) {}

  _handleFile(_req: Request, file: Express.Multer.File, done: Done): void {
    this.store(file.stream, file.originalname).then(
      (stored) => done(undefined, stored),
      (error) => {
        file.stream.resume(); // or the rest of the request would wait for a reader for ever
        done(error);
      },
    );
  }

  _removeFile(_req: Request, file: Express.Multer.File & Partial<StoredUpload>, done: (error: Error | null) => void): void {
    if (!file.fileKey) return done(null);
    this.files.remove(file.fileKey).then(() => done(null), done);
  }

  private async store(content: Readable, fileName: string): Promise<StoredUpload> {
    const fileKey = randomUUID();
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = async function* () {
      let head = Buffer.alloc(0);
      // A refusal leaves the stream alone: destroyed, it would look like an upload that the client broke off.
      for await (const piece of content.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        if (head.length < 512) {
          head = Buffer.concat([head, piece.subarray(0, 512)]);
          refuseForeign(head);
        }
        bytes += piece.length;
        hash.update(piece);
        yield piece;
      }
      if (!bytes) throw new DomainError('empty_file', 'The file is empty: it has 0 bytes.');
    };
    await this.files.put(fileKey, Readable.from(counted(), { objectMode: false }));
    return { fileKey, fileName: shownName(fileName), bytes, sha256: hash.digest('hex') };
  }
}

function refuseForeign(head: Buffer): void {
  const kind = foreignKind(head);
  if (kind)
    throw new DomainError(
      'not_a_csv',
      `This is ${kind}, not a CSV file. Open it where it comes from and save or export it as CSV (UTF-8).`,
    );
}

/** The name as a person may see it: no path, no control characters, not endless. Multer reads it as latin1, browsers send UTF-8. */
function shownName(name: string): string {
  const utf8 = Buffer.from(name, 'latin1').toString('utf8');
  const told = utf8.includes('\ufffd') ? name : utf8;
  return told.split(/[/\\]/).at(-1)!.slice(0, 255).replace(/\p{C}/gu, '') || 'unnamed.csv'; // \p{C} is also the half of a pair that the cut may leave
}
