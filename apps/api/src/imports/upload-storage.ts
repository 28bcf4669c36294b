import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { StorageEngine } from 'multer';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { DomainError } from '@app/domain';
import { FileStore } from '../platform/file-store.js';
import { Intake } from './intake.js';

/** A file as it was stored while it came in. */
export type StoredFile = { fileKey: string; fileName: string; bytes: number; sha256: string; head: Buffer };

type Done = (error?: unknown, info?: object) => void;

/** Multer's way into the file store: the upload streams through, unpacked, counted and hashed, never whole in memory. */
@Injectable()
export class UploadStorage implements StorageEngine {
  constructor(
    private readonly files: FileStore,
    private readonly maxBytes: number,
  ) {}

  _handleFile(req: Request, file: Express.Multer.File, done: Done): void {
    storeFile(this.files, file.stream, utf8Name(file.originalname), this.maxBytes).then(
      (stored) => done(undefined, stored),
      (error) => {
        file.stream.resume(); // or the rest of the request would wait for a reader for ever
        if (error instanceof DomainError) req.emit('refused', error); // multer itself would answer only after the last byte
        done(error);
      },
    );
  }

  _removeFile(_req: Request, file: Express.Multer.File & Partial<StoredFile>, done: (error: Error | null) => void): void {
    if (!file.fileKey) return done(null);
    this.files.remove(file.fileKey).then(() => done(null), done);
  }
}

/** Takes a stream into the store. When it is refused or breaks off, nothing of it is left. */
export async function storeFile(files: FileStore, content: Readable, name: string, maxBytes: number): Promise<StoredFile> {
  const fileKey = randomUUID();
  const intake = new Intake(maxBytes);
  await files.put(fileKey, Readable.from(intake.read(content), { objectMode: false }));
  const fileName = shownName(intake.isPacked ? name.replace(/\.gz(?:ip)?$/i, '') : name);
  return { fileKey, fileName, bytes: intake.bytes, sha256: intake.sha256(), head: intake.head };
}

/** The name as a person may see it: no path, no control characters, not endless. */
export const shownName = (name: string): string => name.split(/[/\\]/).at(-1)!.slice(0, 255).replace(/\p{C}/gu, '') || 'unnamed.csv'; // \p{C} is also the half of a pair that the cut may leave

/** Multer reads names as latin1, browsers send UTF-8. */
function utf8Name(name: string): string {
  const utf8 = Buffer.from(name, 'latin1').toString('utf8');
  return utf8.includes('\ufffd') ? name : utf8;
}
