import { z } from 'zod';

/** The widest window of a list. */
export const maxWindow = 1_000;

/** A parameter of a list in its address; it may be left out. */
export const listParameter = (description: string, example: string) =>
  z
    .string()
    .optional()
    .meta({ description, examples: [example] });

/**
 * Paging and order of every list: as ra-data-simple-rest sends them (`sort`, `range`, `filter` as JSON) or, for people and
 * generated clients, `page`, `perPage` and `sort=-name`. No `.meta({ id })`: the document would lose the parameters.
 */
export const ListQuery = z.object({
  filter: listParameter('JSON object: field to value', '{"active":true}'),
  range: listParameter('JSON array: first and last row, both included, from 0', '[0,24]'),
  sort: listParameter('JSON array ["field","ASC"|"DESC"], or a field, with - before it to descend', '-updatedAt'),
  page: listParameter('From 1; not together with range', '1'),
  perPage: listParameter(`Rows a page, at most ${maxWindow}; 25 unless told`, '25'),
  embed: listParameter('Ignored', '[]'),
});
export type ListQuery = z.infer<typeof ListQuery>;
