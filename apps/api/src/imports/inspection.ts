import { Injectable } from '@nestjs/common';
import { delimiters, matchHeader, type ImportFormat, type ImportSettings, type ImportWarning } from '@app/domain';
import { FileStore } from '../platform/file-store.js';
import { findDelimiter } from './delimiter.js';
import type { Dialect } from './dialect.js';
import { encodingFault, lineBreaks } from './encoding-fault.js';
import { ImportFault } from './import-fault.js';
import { parseRecords } from './parse-records.js';
import { Utf8Check } from './utf8-check.js';

const headBytes = 1024 * 1024;

export type Inspected = { dialect: Dialect; warnings: ImportWarning[] };

/** Looks at the head of a file: encoding, delimiter, header, which column is what. Nothing is guessed in silence. */
@Injectable()
export class Inspection {
  constructor(private readonly files: FileStore) {}

  /** Throws an ImportFault when the file cannot be imported as it is. */
  async run(fileKey: string, format: ImportFormat, asked: ImportSettings): Promise<Inspected> {
    const size = (await this.files.size(fileKey)) ?? 0;
    const head = await this.head(fileKey, size);
    const isWhole = head.length === size;
    refuseOtherEncodings(head);

    const start = head.subarray(0, 3).equals(bom) ? 3 : 0;
    const declared = /^sep=(.)(?:\r\n|\n|\r)/.exec(head.subarray(start, start + 8).toString('latin1'));
    const from = start + (declared ? declared[0].length : 0);
    const firstLine = declared ? 2 : 1;
    const wanted = asked.delimiter ?? delimiters.find((one) => one === declared?.[1]);
    const { delimiter, header, data, padded } = findDelimiter(
      head.subarray(from),
      from,
      firstLine,
      isWhole,
      wanted ? [wanted] : delimiters,
    );

    if (!header) {
      if (!isWhole)
        throw new ImportFault({
          code: 'field_too_long',
          message: 'The first record is longer than 1 MiB: this is no header.',
          line: firstLine,
          byteOffset: from,
        });
      throw new ImportFault({ code: 'empty_file', message: 'The file holds nothing but blank lines.' });
    }
    const { byte: dataByte, line: dataLine, blankLines } = data;
    const bad = new Utf8Check().push(head.subarray(0, dataByte));
    if (bad !== undefined) throw encodingFault(firstLine + lineBreaks(head.subarray(from), bad - from), bad);
    const [columns] = parseRecords(head.subarray(from, dataByte), delimiter, padded, { to: 1 });
    const names = columns!.map((name) => name.replaceAll('\0', '').trim()); // PostgreSQL keeps no U+0000
    const match = matchHeader(format, names, asked.mapping);
    if ('failure' in match) throw new ImportFault({ ...match.failure, line: header.line });

    const dialect: Dialect = {
      delimiter,
      columns: names,
      mapping: match.mapping,
      onEmpty: asked.onEmpty,
      attributes: [],
      fillDown: null,
      errorPolicy: asked.errorPolicy,
      dataByte,
      dataLine,
      blankLines,
    };
    const warnings: ImportWarning[] = match.ignored.length
      ? [{ code: 'columns_ignored', message: 'Some columns of the file mean nothing here and are ignored.', columns: match.ignored }]
      : [];
    return { dialect, warnings };
  }

  private async head(fileKey: string, size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of await this.files.read(fileKey, 0, Math.min(size, headBytes))) parts.push(part as Buffer);
    return Buffer.concat(parts);
  }
}

const bom = Buffer.from([0xef, 0xbb, 0xbf]);

function refuseOtherEncodings(head: Buffer): void {
  const [a, b] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw new ImportFault({ code: 'encoding_invalid', message: 'The file is UTF-16. Save it as "CSV UTF-8".', line: 1, byteOffset: 0 });
  }
}
