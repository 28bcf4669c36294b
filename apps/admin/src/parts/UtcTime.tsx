const minute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const second = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

/** "Apr 5, 2007", a day in UTC. */
export const utcDay = (at: string | Date) => day.format(new Date(at));

/** When something happened by its file, in UTC like the files: the same for everybody who looks. */
export const UtcTime = ({ at, withTime = true }: { at: string; withTime?: boolean }) => (
  <time dateTime={at} title={`${second.format(new Date(at))} UTC`}>
    {(withTime ? minute : day).format(new Date(at))}
  </time>
);
