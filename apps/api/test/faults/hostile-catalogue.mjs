// Files that a shop might send on its worst day. The same seed makes the same file.

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const oddSkus = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'null',
  '0017',
  '1E12',
  '=1+1',
  '\\N',
  'NULL',
  'ΟΔΟΣ',
  'straße',
  'STRASSE',
  'ﬁn',
];
const badSkus = ['', '   ', 'x'.repeat(256), 'tab\tinside', 'line\nbreak', '\u202Eevil', 'nul\u0000', 'bell\u0007'];
const badNames = ['', '\u00a0\u200b', 'n'.repeat(501), 'control\u0001', 'delete\u007f'];
const goodActive = ['true', 'FALSE', 'Yes', 'no', '1', '0', '', '', ' on ', 'Inactive', 'draft'];
const badActive = ['maybe', '2', 'tru', 'NULL', '-'];

/**
 * @param {number} seed
 * @param {{ rows?: number, keys?: number, bad?: number, broken?: number }} [options] how many rows and different SKUs; shares of
 *   rows with a fault, and of files whose quotes do not match
 * @returns {Buffer}
 */
export function hostileCatalogue(seed, { rows = 5_000, keys = Math.ceil(rows * 0.8), bad = 0.05, broken = 0 } = {}) {
  const random = randomOf(seed);
  const chance = (share) => random() < share;
  const one = (list) => list[Math.floor(random() * list.length)];

  /** Most rows say of a product what every file says of it. */
  const usual = [
    'plain',
    'two\nlines',
    'three\r\nwindows\r\nlines',
    'old\rmac',
    'a "quoted" word',
    'long '.repeat(20).trim(),
    '"',
    ',,,',
    '',
  ];
  function sku(k) {
    if (k < oddSkus.length) return oddSkus[k];
    const form = k % 11;
    const base = form === 0 ? `Écrin-${k}` : form === 1 ? `İz-${k}` : form === 2 ? `Straße ${k}` : `SKU-${k}`;
    const cased = chance(0.1) ? base.toLowerCase() : chance(0.05) ? base.toUpperCase() : base;
    const accented = chance(0.1) ? cased.normalize('NFD') : cased;
    return `${chance(0.05) ? one([' ', '\u00a0', '\u200b']) : ''}${accented}${chance(0.05) ? one(['  ', '\ufeff', '\u2060']) : ''}`;
  }
  const name = (k) => {
    if (chance(0.8)) return `Name ${k}`;
    if (chance(0.02)) return `5" pipe, ${one(['thin', 'thick'])}`;
    if (chance(0.01)) return 'n'.repeat(500);
    return `Name ${Math.floor(random() * 40)}${chance(0.1) ? ' “quoted”; |piped|' : ''}`;
  };
  const description = (k) => (chance(0.8) ? usual[k % usual.length] : one(usual));
  const active = (k) => (chance(0.9) ? (k % 4 ? 'true' : 'no') : one(goodActive));
  const note = () => one(['', 'x', '"', '=cmd']);
  const makers = { sku, name, description, active, note };
  const spoilers = { sku: () => one(badSkus), name: () => one(badNames), active: () => one(badActive), description: () => 'a\u0002b' };
  const columns = ['sku', 'name', ...['description', 'active', 'note'].filter(() => chance(0.8))].sort(() => random() - 0.5);
  const spoilable = columns.filter((column) => spoilers[column]);

  const ends = one([['\n'], ['\r\n'], ['\r'], ['\n', '\r\n', '\r']]);
  const padding = chance(0.3) ? 0.05 : 0;
  const cellOf = (text) => {
    const mustQuote = /[,\r\n]/.test(text) || /^[ \t]*"/.test(text) || chance(0.1);
    if (!mustQuote) return text;
    const blanks = () => (chance(padding) ? one([' ', '\t', '  ']) : '');
    return `${blanks()}"${text.replaceAll('"', '""')}"${blanks()}`;
  };

  const parts = [chance(0.2) ? '\ufeff' : '', columns.join(','), one(ends)];
  const breaksAt = chance(broken) ? Math.floor(random() * rows) : -1;
  for (let row = 0; row < rows; row++) {
    const spoiled = chance(bad) ? one([...spoilable, 'width']) : undefined;
    const k = Math.floor(random() * keys);
    const cells = columns.map((column) => cellOf((column === spoiled ? spoilers : makers)[column](k)));
    if (spoiled === 'width') cells.splice(0, cells.length, ...(chance(0.5) ? cells.slice(1) : [...cells, 'surplus']));
    else if (chance(0.01)) cells.push('', ' ');
    if (row === breaksAt) cells[0] = chance(0.5) ? '"never closed' : '"closed" too early';
    parts.push(cells.join(','), row === rows - 1 && chance(0.5) ? '' : one(ends));
    if (chance(0.01)) parts.push(one(['', '  ', '\t']), one(ends));
  }
  return Buffer.from(parts.join(''));
}
