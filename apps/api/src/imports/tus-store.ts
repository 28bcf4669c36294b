import { DataStore, ERRORS, Upload } from '@tus/server';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { DomainError, type Actor } from '@app/domain';
import { failpoint } from '../platform/failpoint.js';
import { Overtaken, type FileStore, type Growth } from '../platform/file-store.js';
import { isGzip } from './file-kind.js';
import { refuseForeign } from './intake.js';
import { uploadLifeHours, type UploadRepository } from './upload.repository.js';

/** Where a tus server keeps one principal's uploads: their bytes in the file store, all that is known of them in PostgreSQL. */
export class TusStore extends DataStore {
  constructor(
    private readonly uploads: UploadRepository,
    private readonly files: FileStore,
    private readonly actor: Actor,
  ) {
    super();
    this.extensions = ['creation', 'creation-with-upload', 'expiration', 'termination'];
  }

  override async create(upload: Upload): Promise<Upload> {
    await this.uploads.create(this.actor, { id: upload.id, bytes: upload.size!, metadata: upload.metadata ?? {} });
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const found = await this.uploads.find(this.actor, id);
    if (!found) throw ERRORS.FILE_NOT_FOUND;
    if (found.isRemoved || found.importId !== null) throw ERRORS.FILE_NO_LONGER_EXISTS;
    const { bytes, metadata, growth, touchedAt } = found;
    return new Upload({ id, size: bytes, offset: growth.bytes, metadata, creation_date: touchedAt.toISOString() }); // it expires so long after its last piece
  }

  /** Of two requests that add to one upload the later one goes on; the earlier one ends at its next stretch. */
  override async write(content: Readable, id: string, offset: number): Promise<number> {
    const writer = randomUUID();
    const from = await this.uploads.begin(id, writer, offset);
    if (!from) throw ERRORS.INVALID_OFFSET;
    let { bytes } = from;
    const keep = async (grown: Growth) => {
      failpoint('upload.part_stored');
      const isMine = await this.uploads.keep(id, writer, grown);
      if (isMine) bytes = grown.bytes;
      return isMine;
    };
    try {
      await this.files.grow(id, from, offset === 0 ? Readable.from(notForeign(content), { objectMode: false }) : content, keep);
    } catch (error) {
      throw error instanceof Overtaken ? ERRORS.INVALID_OFFSET : error;
    }
    return bytes;
  }

  override async remove(id: string): Promise<void> {
    await this.getUpload(id);
    const growth = await this.uploads.drop(this.actor, id);
    if (growth) await this.files.remove(id, growth);
  }

  override getExpiration(): number {
    return uploadLifeHours * 3_600_000;
  }
}

/** What cannot be a CSV need not come in whole to be refused. */
async function* notForeign(content: Readable): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const piece of content as AsyncIterable<Buffer>) {
    if (isFirst && !isGzip(piece)) {
      try {
        refuseForeign(piece);
      } catch (error) {
        throw error instanceof DomainError ? Object.assign(error, { status_code: 415, body: `${error.message}\n` }) : error;
      }
    }
    isFirst = false;
    yield piece;
  }
}
