const format = new Intl.NumberFormat();

/** A whole number with the separators of the person's locale; counts are never shortened, people decide by them. */
export const count = (n: number) => format.format(n);

/** "1 row", "2,000 rows". */
export const counted = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;
