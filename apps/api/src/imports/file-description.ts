import {
  headerKey,
  matchHeader,
  tooManyColumns,
  type FileInspection,
  type HeaderMatch,
  type ImportFailure,
  type ImportFormat,
  type ImportProfile,
  type ImportSettings,
  type ImportWarning,
} from '@app/domain';
import { guessByContent } from './content-guess.js';
import { evidenceOf, placeAfter, type Place, type Reading } from './delimiter.js';
import type { Dialect } from './dialect.js';
import { encodingFault, lineBreaks } from './encoding-fault.js';
import type { FoundHeader } from './header-finder.js';
import { ImportFault } from './import-fault.js';
import { harmless, rawLines } from './raw-lines.js';
import type { StoredText } from './stored-text.js';
import { sampleOf } from './transcoding.js';
import { Utf8Check } from './utf8-check.js';
import { findVariants } from './variants.js';

const shownLines = 10;
const shownSamples = 3;
const maxPreambleLines = 100;

/** The head of a file, cut into records. */
export type Head = {
  bytes: Buffer;
  isWhole: boolean;
  /** The delimiter that a `sep=` line names. */
  declared: string | undefined;
  reading: Reading;
  /** Undefined: the file has fewer records than the header was said to be. */
  header: FoundHeader | undefined;
};

export type Inspected = {
  /** The copy as UTF-8, when the file is written otherwise: all bytes and lines of the dialect are those of the copy. */
  textKey: string | null;
  /** Size of the copy, or of the file. */
  textBytes: number;
  inspection: FileInspection;
  /** How to read the file; null: it cannot be mapped, as `failure` says, and settings can mend that. */
  dialect: Dialect | null;
  failure: ImportFailure | null;
  warnings: ImportWarning[];
};

/** What is known about a file, for people; and how it is to be read, when that much is known. Throws what no settings can mend. */
export function describe(
  { format, asked }: { format: ImportFormat; asked: ImportSettings },
  text: StoredText,
  head: Head,
  profile: ImportProfile | null,
): Inspected {
  const { bytes, isWhole, reading, header } = head;
  checkUtf8(bytes, isWhole);
  const index = header?.index ?? 0;
  const hasNames = index >= 0;
  const byPlace = format.headless && !Object.keys(asked.mapping).length;
  const place = reading.places[Math.max(index, 0)]!;
  const names = hasNames ? namesOf(reading.records[index]!) : Array<string>(byPlace ? format.fields.length : reading.model.width).fill('');
  const wide = tooManyColumns(names.length);
  if (wide) throw new ImportFault({ ...wide, line: place.line });

  const match = matchHeader(format, names, asked);
  const rows = reading.records.slice(index + 1);
  guessByContent(format, rows, match.columns, names.some(headerKey) && !header?.looksLikeData);
  noteEmptyColumns(format, match, rows);
  const dataAt = hasNames ? placeAfter(reading, index) : place;
  const fillDown = columnAsked(asked.fillDown, names);
  const failure = header ? (match.failure ?? fillDown.failure) : tooFewRecords(asked.header as number, reading.records.length);

  const above = index > 0 ? bytes.toString('utf8', text.start, place.byte) : '';
  const inspection: FileInspection = {
    encoding: {
      ...text.encoding,
      evidence: text.encoding.evidence || validityOf(isWhole),
      sample: text.encoding.sample ?? sampleOf(bytes.toString('utf8', text.start)),
    },
    delimiter: { value: reading.delimiter, evidence: sourceOf(asked, head) + evidenceOf(reading) },
    header: {
      record: header && hasNames ? index + 1 : null,
      line: header && hasNames ? place.line : null,
      evidence: header?.evidence ?? failure!.message,
    },
    preamble: rawLines(above, maxPreambleLines).filter((line) => line.trim() !== ''),
    columns: match.columns.map((column, i) => ({ index: i, name: harmless(names[i]!, 1_000), samples: samplesOf(rows, i), ...column })),
    missing: match.missing,
    records: countOf(head, index + 1, dataAt, text.bytes),
    rawLines: rawLines(bytes.toString('utf8', text.start), shownLines),
    fillDown: findVariants(format, names, proposedBy(match), rows),
    profile: profile && { id: profile.id, name: profile.name, version: profile.version },
    settings: asked,
  };
  const dialect: Dialect = {
    delimiter: reading.delimiter,
    isUnquoted: reading.isUnquoted,
    columns: names,
    mapping: match.mapping,
    onEmpty: asked.onEmpty,
    attributes: match.attributes,
    fillDown: fillDown.column,
    errorPolicy: asked.errorPolicy,
    dataByte: dataAt.byte,
    dataLine: dataAt.line,
    blankLines: dataAt.blankLines,
  };
  return {
    textKey: text.isCopy ? text.key : null,
    textBytes: text.bytes,
    inspection,
    dialect: failure ? null : dialect,
    failure: failure && { ...failure, line: place.line },
    warnings: warningsOf(inspection, match),
  };
}

/** Column names without blanks around, and without U+0000, which PostgreSQL does not keep. */
export const namesOf = (record: readonly string[]): string[] => record.map((name) => name.replaceAll('\0', '').trim());

function checkUtf8(bytes: Buffer, isWhole: boolean): void {
  const check = new Utf8Check();
  const within = check.push(bytes);
  const cut = within === undefined && isWhole ? check.end() : undefined;
  const bad = cut === undefined ? within : bytes.length + cut;
  if (bad !== undefined) throw encodingFault(1 + lineBreaks(bytes, bad), bad, bytes);
}

const validityOf = (isWhole: boolean) =>
  isWhole ? 'All of the file is valid UTF-8.' : 'The first 1 MiB is valid UTF-8; the rest is checked when it is read.';

function sourceOf(asked: ImportSettings, { declared, reading }: Head): string {
  if (asked.delimiter) return 'As was said; ';
  return declared === reading.delimiter ? `Named by the line "sep=${declared}"; ` : '';
}

function columnAsked(
  wanted: ImportSettings['fillDown'],
  names: readonly string[],
): { column: number | null; failure: ImportFailure | null } {
  if (wanted === undefined) return { column: null, failure: null };
  const found = typeof wanted === 'number' ? wanted : names.findIndex((name) => headerKey(name) === headerKey(wanted));
  if (found >= 0 && found < names.length) return { column: found, failure: null };
  const message = `The file has no column "${wanted}", within which empty cells were to be filled from above.`;
  return { column: null, failure: { code: 'header_missing_column', message, column: String(wanted) } };
}

const tooFewRecords = (asked: number, records: number): ImportFailure => ({
  code: 'header_missing_column',
  message: `The header was said to be record ${asked}, but the file has ${records}.`,
});

/** A required column of nothing but empty cells was found by its name, but is of no use. */
function noteEmptyColumns(format: ImportFormat, { columns }: HeaderMatch, rows: readonly string[][]): void {
  for (const [at, column] of columns.entries()) {
    if (!rows.length || !format.fields.some(({ name, required }) => required && name === column.field)) continue;
    if (!rows.some((row) => row[at]?.trim()))
      column.reason += rows.length === 1 ? ' Its cell is empty.' : ' But all its cells seen are empty.';
  }
}

const samplesOf = (rows: readonly string[][], column: number): string[] => {
  const samples: string[] = [];
  for (const row of rows) {
    const cell = row[column]?.trim();
    if (cell && samples.push(harmless(cell, 200)) === shownSamples) break;
  }
  return samples;
};

/** Exact when the head is the whole file; else by the mean length of its records. */
function countOf({ bytes, isWhole, reading }: Head, above: number, dataAt: Place, size: number): FileInspection['records'] {
  const seen = Math.max(0, reading.count - above);
  if (isWhole && reading.end.byte === bytes.length) return { count: seen, isExact: true };
  const length = (reading.end.byte - dataAt.byte) / (seen || 1) || bytes.length;
  return { count: Math.max(seen, Math.round((size - dataAt.byte) / length)), isExact: false };
}

/** Fields and columns as they would be if somebody agreed to all guesses. */
const proposedBy = ({ columns }: HeaderMatch): Map<string, number> =>
  new Map(columns.flatMap(({ field }, column) => (field === null ? [] : [[field, column]])));

function warningsOf({ encoding, preamble, profile }: FileInspection, { ignored }: HeaderMatch): ImportWarning[] {
  const warnings: ImportWarning[] = [];
  if (encoding.isGuess)
    warnings.push({ code: 'encoding_guessed', message: `The file is not UTF-8. It is read as ${encoding.value}, which is a guess.` });
  if (profile)
    warnings.push({
      code: 'profile_applied',
      message: `The file is read by the profile "${profile.name}" (version ${profile.version}), which was saved for these columns.`,
    });
  if (preamble.length) {
    const lines = preamble.length === 1 ? 'One line above the header is' : `${preamble.length} lines above the header are`;
    warnings.push({ code: 'preamble_skipped', message: `${lines} left out.`, count: preamble.length });
  }
  if (ignored.length)
    warnings.push({ code: 'columns_ignored', message: 'Some columns of the file mean nothing here and are ignored.', columns: ignored });
  return warnings;
}
