/** Numbers as a spreadsheet shortens them, its error values in English and German, and columns that were too narrow. */
const damage = /^(-?\d+([.,]\d+)?E\+\d+|#(REF!|N\/A|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!|BEZUG!|NV|WERT!|ZAHL!)|#{3,})$/i;
const signedNumber = /^[-+]\d+([.,]\d+)*$/;
const formulaStart = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Whether a tidied text looks like what a spreadsheet leaves of a long number or of a broken formula: `1.23E+12`, `#REF!`. */
export function isSpreadsheetDamage(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first > 0x39) return false; // most texts start with a letter
  return damage.test(text);
}

/** Whether a spreadsheet would run a tidied text as a formula. Numbers with a sign are none. (Tidied, so without TAB and CR in front.) */
export function isFormulaLike(text: string): boolean {
  const first = text.charCodeAt(0);
  if ((first > 0x40 && first < 0xff00) || first < 0x2b) return false;
  return formulaStart.test(text) && !signedNumber.test(text);
}
