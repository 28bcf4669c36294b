import { z } from 'zod';
import { importKindNames } from './import-job.js';
import { hasControlCharacter } from './text.js';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

const name = (limit: number) =>
  z
    .string()
    .max(limit)
    .refine((text) => !hasControlCharacter(text), 'holds a control character');
const Mapping = z.record(name(64), name(1_000));

const mappingText = z.string().transform((text, context) => {
  try {
    return Mapping.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'is a JSON object: field to column name' });
    return z.NEVER;
  }
});

/** What may be said about a file when it is sent: text fields of the form, before the file. */
export const ImportOptions = z
  .strictObject({
    kind: z.enum(importKindNames).default('products'),
    mapping: mappingText.default({}).describe('JSON object: field to the name of its column; goes before what the header says'),
    delimiter: z.enum(delimiters).optional().describe('Unset: found out'),
  })
  .meta({ id: 'ImportOptions' });
export type ImportOptions = z.output<typeof ImportOptions>;
