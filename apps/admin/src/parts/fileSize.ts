const units = ['bytes', 'KB', 'MB', 'GB'];
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** "83.2 MB", in steps of 1,024. */
export function fileSize(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${oneDigit.format(bytes / 1024 ** power)} ${units[power]}`;
}
