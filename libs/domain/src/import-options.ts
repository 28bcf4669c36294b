import { z } from 'zod';
import { importKindNames } from './import-kind-names.js';
import { hasControlCharacter } from './text.js';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** How the characters of a file may be written; everything is UTF-8 from there on. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15'] as const;
export type Encoding = (typeof encodings)[number];

/** A header stands at most so far down. */
export const maxHeaderRecord = 20;

/** What an empty cell does: the stored value stays, or it becomes the field's empty value. */
export const emptyCellRules = ['keep', 'clear'] as const;
export type EmptyCellRule = (typeof emptyCellRules)[number];

/** What rejected rows mean for the rest; `ignore_failed` drops invalid cells of optional fields, with a warning. */
export const errorPolicies = ['reject_failed_rows', 'reject_everything', 'ignore_failed'] as const;
export type ErrorPolicy = (typeof errorPolicies)[number];

const name = (limit: number) =>
  z
    .string()
    .max(limit)
    .refine((text) => !hasControlCharacter(text), 'holds a control character');

/** A column of a file: its name, or its number from 0. */
const Column = z.union([name(1_000), z.int().min(0).max(999)]);

/**
 * How a file is to be read, as far as somebody says so; what is left out is found out. A profile keeps these, and a person
 * changes them in the wizard.
 */
export const ImportSettings = z
  .strictObject({
    mapping: z.record(name(64), Column.nullable()).default({}).describe('Field to column: its name, or its number from 0; null: to none'),
    encoding: z.enum(encodings).optional().describe('Unset: found out'),
    delimiter: z.enum(delimiters).optional().describe('Unset: found out'),
    header: z
      .union([z.boolean(), z.int().min(1).max(maxHeaderRecord)])
      .optional()
      .describe('Which record holds the column names, from 1; false: none, columns go by number; unset or true: found out'),
    onEmpty: z.record(name(64), z.enum(emptyCellRules)).default({}).describe('Field to what its empty cells do'),
    unmapped: z.enum(['ignore', 'attributes']).default('ignore').describe('Columns that are no field: ignored, or kept as attributes'),
    fillDown: Column.optional().describe('Column of the group within which an empty name or description is taken from the row above'),
    errorPolicy: z.enum(errorPolicies).default('reject_failed_rows'),
  })
  .meta({
    id: 'ImportSettings',
    examples: [{ mapping: { sku: 'Variant SKU', name: 'Title' }, onEmpty: {}, unmapped: 'ignore', errorPolicy: 'reject_failed_rows' }],
  });
export type ImportSettings = z.output<typeof ImportSettings>;

/** The same as it is sent: nothing has to be said. OpenAPI keeps one shape per id. */
export const ImportSettingsInput = z.strictObject(ImportSettings.shape).meta({
  id: 'ImportSettingsInput',
  examples: [{ mapping: { sku: 'Variant SKU', name: 1 }, delimiter: ';', onEmpty: { description: 'keep' } }],
});

/** What may be said about a file when it is sent. */
export const ImportOptions = z
  .strictObject({
    ...ImportSettings.shape,
    kind: z.enum(importKindNames).default('products'),
    check: z.boolean().default(false).describe('Compare first, and write only after POST …/confirm'),
    duplicates: z.enum(['allow', 'refuse']).default('allow').describe('refuse: 409 duplicate_file when the same file came within 30 days'),
    profileId: z.int().positive().optional().describe('Settings to read it by; what else is said here goes before'),
    parentId: z.int().positive().optional().describe('The import whose rows these are, repaired'),
  })
  .meta({ id: 'ImportOptions', examples: [{ check: true, unmapped: 'attributes' }] });
export type ImportOptions = z.output<typeof ImportOptions>;

const fromText = { object: 'is a JSON object', integer: 'is a number', boolean: 'is true or false' };

/** The same as text fields of a form: objects as JSON, numbers and booleans as their words. */
export const ImportForm = z.preprocess((fields, context) => {
  if (typeof fields !== 'object' || fields === null) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([key, text]: [string, unknown]) => {
      const schema = (ImportOptions.shape as Record<string, z.ZodType | undefined>)[key];
      if (typeof text !== 'string' || !schema || isText.has(key)) return [key, text];
      try {
        return [key, JSON.parse(text)];
      } catch {
        if (key === 'fillDown') return [key, text];
        const expected = key === 'mapping' || key === 'onEmpty' ? 'object' : key === 'check' || key === 'header' ? 'boolean' : 'integer';
        context.addIssue({ code: 'custom', path: [key], message: fromText[expected], input: text });
        return [key, undefined];
      }
    }),
  );
}, ImportOptions);

const isText = new Set(['kind', 'encoding', 'delimiter', 'unmapped', 'errorPolicy', 'duplicates']);
