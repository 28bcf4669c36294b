/** What people write now this way, now that way: each of a pair is read as the shorter one. */
const abbreviations = new Map(
  Object.entries({
    street: 'st',
    avenue: 'ave',
    av: 'ave',
    road: 'rd',
    drive: 'dr',
    lane: 'ln',
    boulevard: 'blvd',
    court: 'ct',
    place: 'pl',
    square: 'sq',
    terrace: 'ter',
    parkway: 'pkwy',
    highway: 'hwy',
    circle: 'cir',
    apartment: 'apt',
    suite: 'ste',
    building: 'bldg',
    floor: 'fl',
    room: 'rm',
    number: 'no',
    north: 'n',
    south: 's',
    east: 'e',
    west: 'w',
    northeast: 'ne',
    northwest: 'nw',
    southeast: 'se',
    southwest: 'sw',
    mount: 'mt',
    fort: 'ft',
  }),
);

/**
 * An address as it is compared: two with the same key are one address, written in two ways. Case, punctuation, blanks, common
 * abbreviations and the last four digits of a nine-digit zip make no difference. `''`: there is no address.
 */
export function addressKey(street: string, state: string, zip: string): string {
  const text = street
    .toLowerCase()
    .replace(/(?<![\p{L}\p{N}])(\p{L})\.\s+(?=\p{L}\.)/gu, '$1') // P. O. Box
    .replace(/[.'’`]/g, ''); // P.O. Box, O'Neil
  const words = isPlain.test(text) ? text.match(/[a-z0-9]+/g) : text.normalize('NFC').match(/[\p{L}\p{N}]+/gu);
  const key = `${words?.map((word) => abbreviations.get(word) ?? word).join(' ') ?? ''}|${lettersOf(state)}|${zipKey(zip)}`;
  return key === '||' ? '' : key;
}

const isPlain = /^[\x20-\x7e]*$/;
const lettersOf = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const zipKey = (zip: string) => (zip.length > 5 && /^\d{5}[- –—]?\d{4}$/.test(zip) ? zip.slice(0, 5) : lettersOf(zip));
