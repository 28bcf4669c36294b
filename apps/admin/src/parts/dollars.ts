const format = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD' });
const short = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', notation: 'compact' });

/** "$1,050.12"; the exact decimal of the API, whatever its size. */
export const dollars = (amount: string) => format.format(amount as `${number}`);

/** "$50", "$1.5K", for the axis of a picture. */
export const shortDollars = (amount: number) => short.format(amount);
