// The conformance part of the corpus: the records that our reader makes of a file, against those that its authors expect.
// The product's own code reads: Inspection, Segments and SegmentReader, on a folder instead of a database. Where our records are
// others than expected, one of the rules below must say why; whatever no rule explains is a difference.
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ImportFault } from '../dist/apps/api/src/imports/import-fault.js';
import { Inspection } from '../dist/apps/api/src/imports/inspection.js';
import { SegmentReader } from '../dist/apps/api/src/imports/segment-reader.js';
import { Segments } from '../dist/apps/api/src/imports/segments.js';
import { LocalFiles } from '../dist/apps/api/src/platform/local-files.js';
import { delimiters, productFormat } from '../dist/libs/domain/src/index.js';

/** Columns by number, which every file has, so that only the records count; all of them, the header too. */
const asWritten = { mapping: { sku: 0, name: 0 }, onEmpty: {}, unmapped: 'ignore', errorPolicy: 'reject_failed_rows', header: false };

/** All records of a file, as an import of it gets them. */
async function readRecords(bytes, asked) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'product-importer-conformance-'));
  try {
    fs.writeFileSync(path.join(folder, 'file'), bytes);
    const files = new LocalFiles(folder);
    const { textKey, dialect, failure } = await new Inspection(files).run({
      fileKey: 'file',
      bytes: bytes.length,
      format: productFormat,
      asked: { ...asWritten, ...asked },
      isChecked: false,
    });
    if (failure) throw new ImportFault(failure);
    const segments = [];
    const database = { query: async (_, [, found]) => void segments.push(...JSON.parse(found)) };
    const bell = { ring: async () => {} };
    const fileKey = textKey ?? 'file';
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = { id: 1, staging: 1, fileKey: 'file', textKey, bytes: bytes.length, sha256 };
    await new Segments(database, files, bell, { MAX_IMPORT_ROWS: 10_000_000, SEGMENT_BYTES: 2 ** 20 }).cut(file, dialect);
    const records = [];
    for (const segment of segments) {
      const { rows } = await new SegmentReader(files).read({ ...segment, fileKey, kind: 'products', dialect });
      for (const { cells } of rows) records.push(cells);
    }
    return { records };
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    return { failure: error.failure };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const same = (a, b) => a.length === b.length && a.every((cell, i) => cell === b[i]);
const equal = (a, b) => a.length === b.length && a.every((record, i) => same(record, b[i]));
const hasText = (record) => record.some((cell) => cell?.trim());
const isBlank = (record) => record.length < 2 && !hasText(record);

/** Faults with which a file may end, and why we do not read on. */
const refusals = {
  empty_file: { rule: 'a file without any record is refused', holds: (expected) => !expected.some(hasText) },
  quote_unclosed: { rule: 'a quote that is not closed is refused: nobody knows where its cell was to end' },
  quote_misplaced: { rule: 'a quoted cell followed by text is refused: a quote inside a quoted cell is written twice' },
};

/** How both sides are to be looked at before they are compared, weakest first. */
const views = [
  { rule: 'blank lines are no rows', of: (records) => records.filter((record) => !isBlank(record)) },
  {
    rule: 'blanks around a cell mean nothing: they may stand around quotes, and fields are trimmed',
    of: (records) => records.filter((record) => !isBlank(record)).map((record) => record.map(withoutBlanks)),
  },
  {
    rule: 'a record of empty cells is a row without a key, which is rejected; others leave it out',
    of: (records) => records.filter(hasText).map((record) => record.map(withoutBlanks)),
  },
];

/** The text of a cell, also where others took its quotes for text because of the blanks before them. */
function withoutBlanks(cell) {
  if (cell === null) return null; // the author's word for a mark that means nothing to us
  const [, quoted] = /^"(.*)"$/s.exec(cell.trim()) ?? [];
  return (quoted?.replaceAll('""', '"') ?? cell).trim();
}

/** A record that is not what its author meant must not pass in silence; where it does, the rule says what it looks like. */
const recordRules = [
  {
    rule: 'rows with too few or too many cells are rejected one by one, never mended',
    holds: (ours, _, width) => ours.length < width || ours.slice(width).some((cell) => cell.trim()),
  },
  { rule: 'surplus cells that are empty do not count', holds: (ours, _, width) => ours.length > width },
  {
    rule: 'a quote inside a bare cell is text: a delimiter lost before it cannot be seen',
    holds: (ours, expected) => ours.some((cell) => cell.includes('"') && !expected.some((one) => one?.includes('"'))),
  },
];

/** What the author says of the way a file is written, where that is no way of ours: by kind, never by name. */
const foreignDialects = [
  {
    holds: ({ dialect }) => dialect?.quote !== undefined && dialect.quote !== '"' && dialect.quote !== '',
    rule: ({ dialect }) =>
      `the only quote is ", so ${dialect.quote ?? 'a file that knows none'} is text; rows that come apart by it are rejected`,
    isExplained: (ours, expected, { quote, escape }) => {
      const escaped = (cell) => JSON.stringify(cell).slice(1, -1).replaceAll('\\"', '"');
      const written = (cell) => (cell === null ? '\\N' : withoutBlanks(escape === '\\' ? escaped(cell) : cell));
      const bare = (cell) => (quote && cell.startsWith(quote) && cell.endsWith(quote) ? cell.slice(1, -1) : cell);
      const isReported = (record) => record.length !== expected[0].length;
      const isSame = (record, i) => isReported(record) || same(record.map(bare), expected[i].map(written));
      return ours.length === expected.length && !isReported(ours[0]) && ours.every(isSame);
    },
  },
  {
    holds: ({ dialect }) => dialect?.encoding_said_upstream && !/^(utf-8|ascii)$/i.test(dialect.encoding_said_upstream),
    rule: ({ dialect }) =>
      `valid UTF-8 is UTF-8, although its author read ${dialect.encoding_said_upstream}: characters beyond ASCII differ`,
    isExplained: (ours, expected) => equal(ours.map(asciiOf), expected.map(asciiOf)),
  },
  {
    holds: ({ special }) => /multitable/.test(special ?? ''),
    rule: () => 'a file is one table: what follows are rows of it, and rejected where they are of another width',
    isExplained: (ours, expected) => equal(ours.slice(0, expected.length), expected),
  },
];
const asciiOf = (record) => record.map((cell) => cell.replace(/[^\u0000-\u007F]/g, ''));

/** Compares what our reader makes of bytes with what is expected. `about`: what the author says of the file. */
async function judge(bytes, expected, about = {}, asked = {}) {
  const { header_lines: headers = 1, preamble_lines: above = 0 } = about.dialect ?? {};
  const header = Number(headers) + Number(above);
  const behind = header > 1; // then the names are not compared: we take them from one record
  const { records, failure } = await readRecords(bytes, behind ? { header, ...asked } : asked);
  if (failure) {
    const refusal = refusals[failure.code];
    const isExplained = refusal && (refusal.holds?.(expected) ?? true);
    return isExplained ? { verdict: 'refused', why: refusal.rule } : { verdict: 'differs', why: `${failure.code}: ${failure.message}` };
  }
  const wanted = behind ? expected.slice(1) : expected;
  const headerRule = behind ? `one record is the header, said to be number ${header}; the lines above are left out` : undefined;
  const explained = (...rules) => {
    const why = [headerRule, ...rules].filter(Boolean).join('; ');
    return { verdict: why ? 'by rule' : 'ok', why };
  };
  if (equal(records, wanted)) return explained();
  for (const { rule, of } of views) if (equal(of(records), of(wanted))) return explained(rule);
  const foreign = foreignDialects.find(({ holds, isExplained }) => holds(about) && isExplained(records, wanted, about.dialect));
  if (foreign) return explained(foreign.rule(about));
  const { of } = views[1];
  const why = rulesOfRecords(of(records), of(wanted));
  if (why) return explained(...why);
  const at = records.findIndex((record, i) => !wanted[i] || !same(record, wanted[i]));
  const detail = `record ${at + 1} is ${JSON.stringify(records[at])?.slice(0, 80)} instead of ${JSON.stringify(wanted[at])?.slice(0, 80)}`;
  return { verdict: 'differs', why: at < 0 ? `${records.length} records instead of ${wanted.length}` : detail };
}

/** The rules that explain every record that differs; undefined when one is left. */
function rulesOfRecords(ours, expected) {
  if (ours.length !== expected.length || !same(ours[0], expected[0])) return undefined;
  const width = expected[0].length;
  const rules = new Map();
  for (const [i, record] of ours.entries()) {
    if (same(record, expected[i])) continue;
    const found = recordRules.find(({ holds }) => holds(record, expected[i], width));
    if (!found) return undefined;
    rules.set(found.rule, (rules.get(found.rule) ?? 0) + 1);
  }
  return [...rules].map(([rule, records]) => `${rule} (${records} of ${ours.length})`);
}

const usable = (delimiter) => delimiter === undefined || delimiters.includes(delimiter);

/** Why a case of PapaParse cannot be said in our terms; undefined: it can. */
function foreignToPapa({ config, input, expected_rows: rows }) {
  if (config.comments) return 'we know no comments';
  if (config.dynamicTyping) return 'text stays text';
  if (config.preview > 0) return 'whole files are read';
  if (config.escapeChar || (config.quoteChar ?? '"') !== '"') return 'the only quote is ", and the only escape is to write it twice';
  if (!usable(config.delimiter)) return 'the delimiters are comma, semicolon, tab and bar';
  if (rows.some((row) => Array.isArray(row) && row.some((cell) => typeof cell !== 'string'))) return 'text stays text';
  if (config.skipFirstNLines && !config.header) return 'lines to leave out are those above a header';
  return input === undefined ? 'it has no text' : undefined;
}

function papaCase(one) {
  const { input, config, expected_rows: rows, description } = one;
  const header = (config.skipFirstNLines ?? 0) + (config.header ? 1 : 0);
  const withNames = config.header && rows.some((row) => !Array.isArray(row));
  const expected = withNames ? [rows.length ? Object.keys(rows[0]) : [], ...rows.map((row) => Object.values(row))] : rows;
  return {
    name: `PapaParse: ${description}`,
    foreign: foreignToPapa(one),
    bytes: Buffer.from(input ?? ''),
    expected: config.header ? expected.slice(1) : expected,
    asked: { ...(config.delimiter && { delimiter: config.delimiter }), ...(header && { header }) },
  };
}

/** Why a case of Python's csv module cannot be said in our terms; undefined: it can. */
function foreignToPython({ kwargs, input, expected }) {
  if (kwargs.escapechar || (kwargs.quotechar ?? '"') !== '"' || kwargs.doublequote === false)
    return 'the only quote is ", and the only escape is to write it twice';
  if (kwargs.quoting === 2 || kwargs.quoting === 3) return 'a quote at the start of a cell quotes it';
  if (!usable(kwargs.delimiter)) return 'the delimiters are comma, semicolon, tab and bar';
  if (!kwargs.strict && expected?.length === 0 && input.length)
    return 'Python takes lines, each within a limit; to us a line end is a line end';
  return undefined;
}

function pythonCase(one) {
  const { input, kwargs, expected, test } = one;
  const text = Array.isArray(input) ? input.map((line) => (/[\r\n]$/.test(line) ? line : `${line}\n`)).join('') : input;
  const mustFail = expected === null || (kwargs.strict && expected.length === 0);
  return {
    name: `Python: ${test}`,
    foreign: foreignToPython(one),
    bytes: Buffer.from(text),
    expected: expected ?? [],
    mustFail,
    asked: { delimiter: kwargs.delimiter ?? ',' }, // Python guesses nothing
  };
}

const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

/** Every file with expected records, and every case of the case files. */
export async function tryConformance(folder, files) {
  const results = [];
  for (const about of files.filter(({ group }) => group?.startsWith('conformance/'))) {
    const file = path.join(folder, about.file);
    if (!about.expected_file) continue;
    const expected = read(path.join(folder, about.expected_file));
    let judged = await judge(fs.readFileSync(file), expected, about);
    const { delimiter } = about.dialect ?? {};
    if (judged.verdict === 'differs' && delimiters.includes(delimiter)) {
      judged = await judge(fs.readFileSync(file), expected, about, { delimiter });
      judged.why = [`with "delimiter" said to be ${JSON.stringify(delimiter)}`, judged.why].filter(Boolean).join('; ');
      if (judged.verdict === 'ok') judged.verdict = 'by rule';
    }
    results.push({ file: about.file.replace('conformance/', ''), ...judged });
  }
  const cases = [...casesOf(folder, 'papaparse_cases.json', papaCase), ...casesOf(folder, 'python_csv_cases.json', pythonCase)];
  for (const { name, foreign, bytes, expected, mustFail, asked } of cases) {
    if (foreign) results.push({ file: name, verdict: 'not applicable', why: foreign });
    else {
      const judged = await judge(bytes, expected, {}, asked);
      const passed = mustFail && judged.verdict !== 'refused';
      results.push({ file: name, ...(passed ? { verdict: 'differs', why: 'an error was expected' } : judged) });
    }
  }
  return results;
}

function casesOf(folder, name, as) {
  const file = path.join(folder, 'conformance', 'cases', name);
  return fs.existsSync(file) ? read(file).map(as) : [];
}
