const edges = /^[\s\u200B-\u200D\u2060\uFEFF]+|[\s\u200B-\u200D\u2060\uFEFF]+$/gu;
const isPlain = (code: number) => code > 0x20 && code < 0x7f;

/** The text without white space and zero-width characters at its ends; every door (form, API, file) trims with this. */
export function tidy(text: string): string {
  if (text === '' || (isPlain(text.charCodeAt(0)) && isPlain(text.charCodeAt(text.length - 1)))) return text;
  return text.replace(edges, '');
}

/** The start of a text, never with half of a character pair at its end. */
export const shortened = (text: string, limit: number): string =>
  text.length > limit ? text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '') : text;

const notPlain = /[^\t\n\r -~]/; // twice as fast as the next, and enough for most texts
/** Control characters, and halves of character pairs. */
const suspicious = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uD800-\uDFFF]/;
const controlCharacter = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Whether a text holds what no text may hold: control characters but TAB, LF and CR, or half of a character pair. */
export const hasControlCharacter = (text: string): boolean =>
  notPlain.test(text) && suspicious.test(text) && (controlCharacter.test(text) || loneSurrogate.test(text));

/**
 * Line breaks, characters that reorder text and the invisible U+0080 to U+009F: a SKU with one of them looks like another SKU.
 * In a name or a description the latter are let through: real files have them, from a wrong conversion long ago.
 */
export const disguise = /[\t\n\r\u0080-\u009F\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
