import type { ListFilter } from '../parts/selection';

/** Where irregularities that match are listed. */
export const inboxPath = (filter: ListFilter) => `/irregularities?${new URLSearchParams({ filter: JSON.stringify(filter) })}`;
