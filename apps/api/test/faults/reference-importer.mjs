// What importing a file must come to, said a second time: one thread, a Map, an own reader of RFC 4180, and no line of code
// shared with the product. Slow, short and easy to check by reading. Comma-separated UTF-8 with a header, no more.

const blank = /[ \t]*(?:\r\n|[\r\n]|$)/y;
const quotedCell = /[ \t]*"([^"]*(?:""[^"]*)*)"[ \t]*(?=[,\r\n]|$)/y;
const bareCell = /[^,\r\n]*/y;
const lineEnd = /\r\n|\n|\r/g;

class FileFault extends Error {}

/** The records of a file: cells, and the line in which each starts. Lines that are empty or hold only blanks are none. */
export function* recordsOf(text) {
  let line = 1;
  for (let at = 0; at < text.length;) {
    const from = at;
    const match = (pattern) => ((pattern.lastIndex = at), pattern.exec(text));
    const empty = match(blank);
    const cells = [];
    if (empty) at += empty[0].length;
    else
      for (;;) {
        const opens = /^[ \t]*"/.test(text.slice(at, at + 1_000));
        const found = match(opens ? quotedCell : bareCell);
        if (!found) throw new FileFault(closes(text, at) ? 'quote_misplaced' : 'quote_unclosed');
        cells.push(opens ? found[1].replaceAll('""', '"') : found[0]);
        at += found[0].length;
        if (text[at] !== ',') break;
        at++;
      }
    if (!empty) at += (/\r\n|[\r\n]|$/y.exec(text.slice(at, at + 2)) ?? [''])[0].length;
    yield { cells, line, isBlank: Boolean(empty) };
    line += (text.slice(from, at).match(lineEnd) ?? []).length;
  }
}

/** Whether a quoted cell that starts here has an end at all. */
const closes = (text, at) => /"[^"]*(?:""[^"]*)*"/y.test(text.slice(text.indexOf('"', at)));

const edge = new Set('\t\n\v\f\r \u00A0\u1680\u2028\u2029\u202F\u205F\u3000\u200B\u200C\u200D\u2060\uFEFF');
for (let code = 0x2000; code <= 0x200a; code++) edge.add(String.fromCharCode(code));

function trimmed(text) {
  let [from, to] = [0, text.length];
  while (from < to && edge.has(text[from])) from++;
  while (to > from && edge.has(text[to - 1])) to--;
  return text.slice(from, to);
}

/** Two SKUs with one key are the same product. */
export function keyOf(sku) {
  return trimmed(sku).normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}

const isControl = (text) =>
  [...text].some((c) => c === '\x7f' || (c < ' ' && !'\t\n\r'.includes(c)) || (c.length === 1 && c >= '\uD800' && c <= '\uDFFF'));
const isDisguise = (text) => /[\t\n\r\x80-\x9f\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/.test(text);
const yes = 'true 1 yes y t on active enabled'.split(' ');
const no = 'false 0 no n f off inactive disabled draft -1'.split(' ');

/** Each rule: the value of a cell, or what is wrong with it. An empty `active` says nothing. */
const rules = {
  sku: (text) => limited(text, 255, true) ?? (isDisguise(text) ? { code: 'sku_characters' } : { value: text }),
  name: (text) => limited(text, 500, true) ?? { value: text },
  description: (text) => limited(text, 1 << 20, false) ?? { value: text },
  active(text) {
    const word = text.toLowerCase();
    if (word === '') return { value: undefined };
    return yes.includes(word) ? { value: true } : no.includes(word) ? { value: false } : { code: 'boolean' };
  },
};

function limited(text, most, isRequired) {
  if (isRequired && text === '') return { code: 'required' };
  if (text.length > most) return { code: 'too_long' };
  return isControl(text) ? { code: 'control_character' } : undefined;
}

/** A row of the file: its product as far as the file says, or all of its faults. */
function rowOf(cells, header) {
  if (cells.length < header.length || cells.slice(header.length).some((cell) => trimmed(cell) !== ''))
    return { faults: [{ column: null, code: 'column_count' }] };
  const [row, faults] = [{}, []];
  for (const [field, rule] of Object.entries(rules)) {
    const at = header.findIndex((name) => name.toLowerCase() === field);
    if (at < 0) continue;
    const { value, code } = rule(trimmed(cells[at]));
    if (code) faults.push({ column: header[at], code });
    else if (value !== undefined) row[field] = value;
  }
  return faults.length ? { faults } : { row };
}

const fields = ['sku', 'name', 'description', 'active'];

/** What a product becomes by a row; the same object when nothing changes. */
export function merged(stored, row) {
  const product = { description: '', active: true, version: 0, ...stored, ...row };
  if (stored && fields.every((field) => stored[field] === product[field])) return stored;
  return { ...product, version: product.version + 1 };
}

/** What a file says: its winners (key → row and its number), an outcome per row as far as it is certain, row errors. Or its `failure`. */
export function reading(file) {
  const [winners, outcomes, errors] = [new Map(), [], []]; // the outcome of row n at n - 1
  let header;
  let blankLines = 0;
  try {
    for (const { cells, line, isBlank } of recordsOf(new TextDecoder('utf-8', { fatal: true }).decode(file))) {
      if (isBlank) blankLines++;
      else if (!header) header = cells.map(trimmed);
      else {
        const rowNo = outcomes.push('notProcessed');
        const { row, faults } = rowOf(cells, header);
        if (faults) {
          outcomes[rowNo - 1] = 'rejected';
          for (const fault of faults) errors.push({ rowNo, line, ...fault });
          continue;
        }
        const earlier = winners.get(keyOf(row.sku));
        if (earlier) outcomes[earlier.rowNo - 1] = 'superseded';
        winners.set(keyOf(row.sku), { rowNo, row });
      }
    }
  } catch (error) {
    if (error instanceof FileFault) return { failure: error.message };
    if (error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { failure: 'encoding_invalid' };
    throw error;
  }
  return { winners, outcomes, errors, blankLines };
}

/**
 * Imports a file into a catalogue (key → product), which changes. Of each key the last valid row wins. Only keys for which
 * `isApplied` are written: what a cancelled import had come to. Returns what `reading` does, outcomes complete, and their counts.
 */
export function importInto(catalogue, file, isApplied = () => true) {
  const { winners, outcomes, ...found } = reading(file);
  if (found.failure) return found;
  for (const [key, { rowNo, row }] of winners) {
    if (!isApplied(key)) continue;
    const stored = catalogue.get(key);
    const product = merged(stored, row);
    outcomes[rowNo - 1] = !stored ? 'created' : product === stored ? 'unchanged' : 'updated';
    catalogue.set(key, product);
  }
  const counts = { rows: outcomes.length, created: 0, updated: 0, unchanged: 0, rejected: 0, superseded: 0, notProcessed: 0 };
  for (const outcome of outcomes) counts[outcome]++;
  return { ...found, outcomes, counts };
}
