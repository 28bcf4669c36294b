const time = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const thisYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });
const anyYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });

/** "14:02", on another day "May 3 14:02", in another year "May 3, 2025 14:02": for a moment inside a sentence. */
export function clock(at: string): string {
  const date = new Date(at);
  const now = new Date();
  if (date.toDateString() === now.toDateString()) return time.format(date);
  const day = date.getFullYear() === now.getFullYear() ? thisYear : anyYear;
  return `${day.format(date)} ${time.format(date)}`;
}
