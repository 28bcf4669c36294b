const format = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD' });
const whole = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });

/** "$1,050.12"; the exact decimal of the API, whatever its size. */
export const dollars = (amount: string) => format.format(amount as `${number}`);

/** "$1,050", for the axis of a picture. */
export const wholeDollars = (amount: number) => whole.format(amount);
