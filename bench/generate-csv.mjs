// A products file of the shape of a well-known public one (half a million records, see bench/README.md): made from a seed,
// so it is the same everywhere, and streamed, so memory stays flat.
//   node bench/generate-csv.mjs products.csv [--records 500000] [--distinct n] [--seed 1] [--variant changed]
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { randomFrom } from './random.mjs';
import { enders, firstNames, lastNameEnds, lastNameStarts, openers, prose } from './words.mjs';

/** That file: 500,000 records, 466,693 SKUs whatever the case, 361,686 line breaks inside quotes. */
const original = { records: 500_000, distinct: 466_693, breaks: 361_686 };

/** Says yes exactly `wanted` times in `total` questions, evenly spread. */
const exactly = (random, wanted, total) => () => {
  const yes = random.next() * total-- < wanted;
  if (yes) wanted--;
  return yes;
};

const combinations = openers.length * enders.length * enders.length;
const stride = 1_000_003; // a prime that divides none of the lists' lengths: neighbours get unlike SKUs

/** The k-th SKU; no two are equal. */
function skuOf(k) {
  const n = (k * stride) % combinations;
  const words = [
    openers[n % openers.length],
    enders[Math.floor(n / openers.length) % enders.length],
    enders[Math.floor(n / openers.length / enders.length)],
  ];
  const round = Math.floor(k / combinations);
  return words.join('-') + (round ? `-${round}` : '');
}

const casings = [
  (sku) => sku.toUpperCase(),
  (sku) => sku[0].toUpperCase() + sku.slice(1),
  (sku) => sku.replace(/-\w/g, (end) => end.toUpperCase()),
];

/** Sentences of 80 to 199 characters with `breaks` line breaks. `shift` turns every word into another. */
function description(random, breaks, shift) {
  const length = 80 + random.below(120);
  let text = '';
  let left = 0;
  const sentenceEnds = [];
  while (true) {
    const word = prose[(random.below(prose.length) + shift) % prose.length];
    if (text.length + word.length + 3 > length) break;
    if (left === 0) {
      if (text) sentenceEnds.push((text += '.').length);
      left = 4 + random.below(5);
      text += (text && ' ') + word[0].toUpperCase() + word.slice(1);
    } else text += ` ${word}`;
    left--;
  }
  text += '.';
  while (breaks-- > 0) {
    const at = sentenceEnds.length ? sentenceEnds.splice(random.below(sentenceEnds.length), 1)[0] : text.lastIndexOf(' ');
    text = `${text.slice(0, at)}\n${text.slice(at + 1)}`;
  }
  return text;
}

/** The records, one string each, line end included. */
export function* recordsOf({ records, distinct, seed = 1, variant }) {
  const structure = randomFrom(seed); // the same for both variants: SKUs, repetitions, line breaks
  const words = randomFrom(seed + 0x9e3779b9);
  const shift = variant === 'changed' ? 1 : 0;
  const isRepeated = exactly(structure, records - distinct, records - 1);
  const hasBreak = exactly(structure, Math.round((original.breaks / original.records) * records), 2 * records);
  let known = 0;
  yield 'name,sku,description\r\n';
  for (let n = 0; n < records; n++) {
    const sku = n > 0 && isRepeated() ? structure.pick(casings)(skuOf(structure.below(known))) : skuOf(known++);
    const first = firstNames[(structure.below(firstNames.length) + shift) % firstNames.length];
    const name = `${first} ${structure.pick(lastNameStarts)}${structure.pick(lastNameEnds)}`;
    const breaks = Number(hasBreak()) + Number(hasBreak());
    const text = description(words, breaks, shift);
    yield `${name},${sku},${breaks ? `"${text}"` : text}\r\n`;
  }
}

/** Writes the file and says what is in it. */
export function generateCsv(file, { records = original.records, distinct, seed = 1, variant } = {}) {
  distinct ??= Math.round((original.distinct / original.records) * records);
  const out = fs.openSync(file, 'w');
  let pending = '';
  for (const record of recordsOf({ records, distinct, seed, variant })) {
    pending += record;
    if (pending.length < 1 << 20) continue;
    fs.writeSync(out, pending);
    pending = '';
  }
  fs.writeSync(out, pending);
  fs.closeSync(out);
  return { file, records, distinct, bytes: fs.statSync(file).size };
}

if (import.meta.filename === process.argv[1]) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { records: { type: 'string' }, distinct: { type: 'string' }, seed: { type: 'string' }, variant: { type: 'string' } },
  });
  const number = (text) => (text === undefined ? undefined : Number(text));
  const { records, distinct, seed, variant } = values;
  if (!positionals[0]) throw new Error('node bench/generate-csv.mjs <file> [--records n] [--distinct n] [--seed n] [--variant changed]');
  console.log(generateCsv(positionals[0], { records: number(records), distinct: number(distinct), seed: number(seed), variant }));
}
