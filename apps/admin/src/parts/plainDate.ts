const thisYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long' });
const anyYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });

/** "May 3", with the year when it is another one; for a day inside a sentence. */
export const plainDate = (at: Date | string): string => {
  const date = new Date(at);
  return (date.getFullYear() === new Date().getFullYear() ? thisYear : anyYear).format(date);
};
