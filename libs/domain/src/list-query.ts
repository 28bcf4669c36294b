import { z } from 'zod';

/** The widest window of a list. */
export const maxWindow = 1_000;

/**
 * Paging and order of every list: as ra-data-simple-rest sends them (`sort`, `range`, `filter` as JSON) or, for people and
 * generated clients, `page`, `perPage` and `sort=-name`. No `.meta({ id })`: the document would lose the parameters.
 */
export const ListQuery = z.object({
  filter: z.string().optional().describe('JSON object: field to value'),
  range: z.string().optional().describe('JSON array: first and last row, both included, from 0'),
  sort: z.string().optional().describe('JSON array ["field","ASC"|"DESC"], or a field, with - before it to descend'),
  page: z.string().optional().describe('From 1; not together with range'),
  perPage: z.string().optional().describe(`Rows a page, at most ${maxWindow}; 25 unless told`),
  embed: z.string().optional().describe('Ignored'),
});
export type ListQuery = z.infer<typeof ListQuery>;
