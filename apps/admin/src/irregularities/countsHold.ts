import type { ListFilter } from '../parts/selection';

/** Counts are of all that is open: beside a list that is narrowed down otherwise they would say something else than it. */
export const countsHold = (filter: ListFilter) => Object.keys(filter).every((field) => field === 'status' || field === 'rule');
