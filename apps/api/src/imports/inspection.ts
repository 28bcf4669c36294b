import { Injectable } from '@nestjs/common';
import {
  delimiters,
  headerKey,
  isHeader,
  maxHeaderRecord,
  type Encoding,
  type ImportFormat,
  type ImportProfile,
  type ImportSettings,
} from '@app/domain';
import { FileStore } from '../platform/file-store.js';
import { findDelimiter } from './delimiter.js';
import { EncodingFault } from './encoding-fault.js';
import { describe, namesOf, type Head, type Inspected } from './file-description.js';
import { findHeader } from './header-finder.js';
import { ImportFault } from './import-fault.js';
import { fingerprint, withProfile } from './profile-fingerprint.js';
import { readBytes, storedText, type StoredText } from './stored-text.js';

const headBytes = 1024 * 1024;

/** A stored file, and what is known about it. */
export type Inspectable = {
  fileKey: string;
  bytes: number;
  format: ImportFormat;
  asked: ImportSettings;
  /** Somebody will look at what was found before anything is written: the encoding may be guessed. */
  isChecked: boolean;
  /** What the file is perhaps written in: set when its rest was found not to be UTF-8. */
  guessedEncoding?: Encoding;
  /** The profile that was saved for files with such a header, if it shall be looked for. */
  profileFor?: (fingerprint: string) => Promise<ImportProfile | undefined>;
};

/** Looks at the head of a file: encoding, delimiter, header, which column is what. Nothing is guessed in silence. */
@Injectable()
export class Inspection {
  constructor(private readonly files: FileStore) {}

  /** Throws an ImportFault when no mapping can mend the file; an EncodingFault, which is one, when its head is not in its encoding. */
  async run(file: Inspectable): Promise<Inspected> {
    try {
      return await this.inspect(file);
    } catch (error) {
      const isOpen = file.isChecked && !file.asked.encoding && !file.guessedEncoding;
      if (!(isOpen && error instanceof EncodingFault && error.suggested)) throw error;
      return await this.inspect({ ...file, guessedEncoding: error.suggested });
    }
  }

  private async inspect(file: Inspectable, profile: ImportProfile | null = null): Promise<Inspected> {
    const text = await storedText(this.files, file);
    try {
      const head = await this.head(file, text);
      const found = profile ? undefined : await profileOf(head, file);
      if (!found) return describe(file, text, head, profile);
      if (text.isCopy) await this.files.remove(text.key); // the profile may know better
      return await this.inspect({ ...file, asked: found.settings }, found);
    } catch (error) {
      if (text.isCopy) await this.files.remove(text.key);
      throw error;
    }
  }

  private async head({ format, asked }: Inspectable, text: StoredText): Promise<Head> {
    const bytes = await readBytes(this.files, text.key, 0, Math.min(text.bytes, headBytes));
    const isWhole = bytes.length === text.bytes;
    const declared = /^"?sep=(.)"?(?:\r\n|\n|\r)/i.exec(bytes.subarray(text.start, text.start + 10).toString('latin1'));
    const from = text.start + (declared?.[0].length ?? 0);
    const wanted = asked.delimiter ?? delimiters.find((one) => one === declared?.[1]);
    const line = declared ? 2 : 1;
    const above = typeof asked.header === 'number' ? asked.header - 1 : 0;
    const isOne = (cells: readonly string[]) => isHeader(format, cells, asked.mapping);
    const sample = { bytes: bytes.subarray(from), byte: from, line, isWhole, unquoted: format.unquoted, above, isHeader: isOne };
    let reading = findDelimiter(sample, wanted ? [wanted] : delimiters);
    if (format.headless && !wanted && !reading.hasHeader) {
      const usual = findDelimiter(sample, [format.headless.delimiter]);
      if (usual.model.width > 1) reading = usual;
    }
    if (!reading.records.length) {
      throw new ImportFault(
        isWhole
          ? { code: 'empty_file', message: 'The file holds nothing but blank lines.' }
          : {
              code: 'field_too_long',
              message: 'The first record is longer than 1 MiB: this is no header.',
              line,
              byteOffset: from,
            },
      );
    }
    return { bytes, isWhole, declared: declared?.[1], reading, header: findHeader(reading, format, asked) };
  }
}

/** The profile of the header, or of any record that may be it when none is sure to be, with the settings that it means for this file. */
async function profileOf({ reading, header }: Head, { profileFor, asked }: Inspectable): Promise<ImportProfile | undefined> {
  if (!profileFor || !header || header.index < 0) return undefined;
  for (const [record, cells] of reading.records.slice(0, maxHeaderRecord).entries()) {
    if ((header.isSure && record !== header.index) || !cells.some(headerKey)) continue;
    const found = await profileFor(fingerprint(namesOf(cells)));
    if (!found) continue;
    const settings = withProfile(found.settings, asked);
    const isElsewhere = typeof settings.header === 'number' || !header.isSure; // above the header there may be more lines than last time
    return { ...found, settings: isElsewhere ? { ...settings, header: record + 1 } : settings };
  }
  return undefined;
}
