/** The instant of a date and time as a field has them; empty while they are none, such as in a year of six digits. */
export function instant(local: string): string {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
