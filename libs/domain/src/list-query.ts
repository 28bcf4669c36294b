import { z } from 'zod';

/** The widest window of a list. */
export const maxWindow = 1_000;

/**
 * Paging and order of every list: as ra-data-simple-rest sends them (`sort`, `range`, `filter` as JSON) or, for people and
 * generated clients, `page`, `perPage` and `sort=-name`. No `.meta({ id })`: the document would lose the parameters.
 */
export const ListQuery = z.object({
  filter: z
    .string()
    .optional()
    .describe('JSON object: field to value')
    .meta({ examples: ['{"active":true}'] }),
  range: z
    .string()
    .optional()
    .describe('JSON array: first and last row, both included, from 0')
    .meta({ examples: ['[0,24]'] }),
  sort: z
    .string()
    .optional()
    .describe('JSON array ["field","ASC"|"DESC"], or a field, with - before it to descend')
    .meta({ examples: ['-updatedAt'] }),
  page: z
    .string()
    .optional()
    .describe('From 1; not together with range')
    .meta({ examples: ['1'] }),
  perPage: z
    .string()
    .optional()
    .describe(`Rows a page, at most ${maxWindow}; 25 unless told`)
    .meta({ examples: ['25'] }),
  embed: z
    .string()
    .optional()
    .describe('Ignored')
    .meta({ examples: ['[]'] }),
});
export type ListQuery = z.infer<typeof ListQuery>;
