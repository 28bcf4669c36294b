import { shortened } from '@app/domain';

const lineLength = 500;

/** The first physical lines of a text as they are, for people: long ones cut, control characters as pictures of them. */
export const rawLines = (text: string, limit: number): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/, limit + 1)
    .filter((line, i, all) => line !== '' || i < all.length - 1) // what follows the last line end is no line
    .slice(0, limit)
    .map((line) => harmless(line, lineLength));

/** The start of a text that can be shown, and kept as JSON by PostgreSQL, which takes no U+0000. */
export const harmless = (text: string, limit: number): string =>
  shortened(text, limit).replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, (one) =>
    one === '\u007F' ? '\u2421' : String.fromCharCode(0x2400 + one.charCodeAt(0)),
  );
