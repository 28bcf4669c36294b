import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { ENV, type Env } from '../platform/config.js';
import { Bell } from '../platform/bell.js';
import { FileStore } from '../platform/file-store.js';
import type { Dialect } from './dialect.js';
import type { RunningImport } from './import.repository.js';
import { encodingFault, lineBreaks } from './encoding-fault.js';
import { ImportFault } from './import-fault.js';
import { RecordScanner } from './record-scanner.js';
import { Utf8Check } from './utf8-check.js';

/** A part of a file that one queue job stages: whole records, read into memory at once. */
export type Segment = {
  no: number;
  fromByte: number;
  toByte: number;
  firstRow: number;
  firstLine: number;
  rowCount: number;
  padded: boolean;
};

export const maxSegmentBytes = 4 * 1024 * 1024;

/** Large ones, as each costs the queue and the database 10 ms; but small enough that every worker has some. Workers hold a few in memory. */
const segmentBytesOf = (fileBytes: number, least: number) => Math.min(Math.max(fileBytes / 24, least), maxSegmentBytes);

/** Walks over a whole file once: checks its bytes and quotes, and cuts it into segments at record boundaries. */
@Injectable()
export class Segments {
  constructor(
    private readonly db: DataSource,
    private readonly files: FileStore,
    private readonly bell: Bell,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Cuts the file after its header; each segment is rung as soon as it is known, so that staging overlaps. Cut again, the
   * segments are the same. Throws an ImportFault when bytes or quotes are wrong. Returns how many blank lines there are.
   */
  async cut({ id, staging, fileKey, textKey, bytes, sha256 }: RunningImport, dialect: Dialect): Promise<number> {
    const maxRows = this.env.MAX_IMPORT_ROWS;
    const segmentBytes = segmentBytesOf(bytes, this.env.SEGMENT_BYTES);
    const found: Segment[] = [];
    let open = { fromByte: dialect.dataByte, firstLine: dialect.dataLine, firstRow: 1 };
    let kept: Promise<void> = Promise.resolve();
    let nextNo = 0;

    const close = (toByte: number) => {
      const rowCount = scanner.records + 1 - open.firstRow;
      if (rowCount) found.push({ ...open, no: nextNo++, toByte, rowCount, padded: scanner.padded });
      scanner.padded = false;
    };
    const started = (byte: number, line: number) => {
      if (byte - open.fromByte < segmentBytes) return;
      close(byte);
      open = { fromByte: byte, firstLine: line, firstRow: scanner.records + 1 };
    };
    const { delimiter, dataByte, dataLine, isUnquoted } = dialect;
    const scanner = new RecordScanner(delimiter.charCodeAt(0), dataByte, dataLine, { started }, isUnquoted);
    const refuseTooMany = () => {
      if (scanner.records <= maxRows) return;
      throw new ImportFault({ code: 'too_many_rows', message: `The file has more than ${maxRows} rows.`, line: scanner.line });
    };
    const utf8 = new Utf8Check();
    const hash = textKey ? undefined : createHash('sha256'); // a copy was made of what was there, and that was compared
    let read = 0;

    for await (const bytesRead of (await this.files.read(textKey ?? fileKey)) as AsyncIterable<Buffer>) {
      hash?.update(bytesRead);
      const piece = bytesRead.subarray(Math.max(0, dialect.dataByte - read)); // the head was checked before
      read += bytesRead.length - piece.length;
      const bad = utf8.push(piece);
      if (bad !== undefined) throw encodingFault(scanner.line + lineBreaks(piece, bad), read + bad, piece);
      scanner.push(piece);
      read += piece.length;
      refuseTooMany();
      if (found.length) kept = this.keep(id, staging, found.splice(0), kept);
    }
    const cut = utf8.end();
    if (cut !== undefined) throw encodingFault(scanner.line, read + cut);
    if (!textKey && read !== bytes)
      throw new ImportFault({ code: 'object_changed', message: `The stored file has ${read} bytes, but ${bytes} were uploaded.` });
    if (hash && hash.digest('hex') !== sha256)
      throw new ImportFault({ code: 'object_changed', message: 'The stored file has other bytes than the one that was uploaded.' });
    scanner.end();
    refuseTooMany();
    close(read);
    await this.keep(id, staging, found, kept);
    return dialect.blankLines + scanner.blankLines;
  }

  /** Written one batch after the other, while the walk goes on. */
  private async keep(importId: number, staging: number, segments: Segment[], before: Promise<void>): Promise<void> {
    await before;
    if (!segments.length) return;
    await this.db.query(
      `insert into segments (import_id, no, from_byte, to_byte, first_row, first_line, row_count, padded)
       select $1, * from json_to_recordset($2) as s("no" int, "fromByte" bigint, "toByte" bigint, "firstRow" bigint, "firstLine" bigint, "rowCount" int, padded boolean)
        where exists (select from imports where id = $1 and staging = $3 and finished_at is null for share) -- or it is over, or to be read in another way
       on conflict do nothing`,
      [importId, JSON.stringify(segments), staging],
    );
    await this.bell.ring(...segments.map(({ no }) => ({ step: 'segment' as const, importId, no })));
  }
}
