import { z } from 'zod';
import { importKindNames } from './import-kind-names.js';
import { delimiters, encodings, ImportSettings, ImportSettingsInput } from './import-options.js';
import { hasControlCharacter, tidy } from './text.js';

/** How certain it is that a column means a field: asked for by somebody, beyond doubt, probable, or not at all. */
export const columnCertainties = ['asked', 'sure', 'guess', 'none'] as const;
export type ColumnCertainty = (typeof columnCertainties)[number];

/** A column of a file as it was found. */
export const FileColumn = z.object({
  index: z.int().min(0),
  name: z.string().describe('As written; "" in a file without header'),
  samples: z.array(z.string()).describe('Up to 3 cells that are not empty, each at most 200 characters'),
  field: z.string().nullable().describe('The field that it is taken for, or would be if somebody agrees (guess)'),
  certainty: z.enum(columnCertainties),
  reason: z.string().describe('Why, in words'),
});
export type FileColumn = z.infer<typeof FileColumn>;

/** What was found out about a stored file, with the evidence. Nothing is guessed in silence. */
export const FileInspection = z
  .object({
    encoding: z.object({
      value: z.enum(encodings),
      isGuess: z.boolean(),
      evidence: z.string(),
      sample: z.string().nullable().describe('A piece of text that shows whether it was read rightly'),
    }),
    delimiter: z.object({ value: z.enum(delimiters), evidence: z.string() }),
    header: z.object({
      record: z.int().nullable().describe('From 1; null: the file has none'),
      line: z.int().nullable(),
      evidence: z.string(),
    }),
    preamble: z.array(z.string()).describe('Lines above the header, which are left out'),
    columns: z.array(FileColumn),
    missing: z.array(z.string()).describe('Required fields that no column is taken for'),
    records: z.object({ count: z.int().min(0), isExact: z.boolean() }),
    rawLines: z.array(z.string()).describe('The first lines of the file, as they are'),
    fillDown: z
      .object({ group: z.string(), field: z.string(), emptyCells: z.int() })
      .nullable()
      .describe('Seen: variants that leave the name to the row above; off unless chosen'),
    profile: z.object({ id: z.int().positive(), name: z.string(), version: z.int().positive() }).nullable(),
    settings: ImportSettings.describe('What somebody, or a profile, said about the file'),
  })
  .meta({
    id: 'FileInspection',
    examples: [
      {
        encoding: { value: 'utf-8', isGuess: false, evidence: 'All of the file is valid UTF-8.', sample: null },
        delimiter: { value: ',', evidence: '2 columns in each record seen' },
        header: { record: 1, line: 1, evidence: 'Its names are known' },
        preamble: [],
        columns: [
          { index: 0, name: 'Variant SKU', samples: ['MUG-1'], field: 'sku', certainty: 'sure', reason: 'Shopify calls it so.' },
          { index: 1, name: 'Title', samples: ['Blue mug'], field: 'name', certainty: 'sure', reason: 'Shopify calls it so.' },
        ],
        missing: [],
        records: { count: 500_000, isExact: false },
        rawLines: ['Variant SKU,Title', 'MUG-1,Blue mug'],
        fillDown: null,
        profile: null,
        settings: { mapping: {}, onEmpty: {}, unmapped: 'ignore', errorPolicy: 'reject_failed_rows' },
      },
    ],
  });
export type FileInspection = z.infer<typeof FileInspection>;

/** Named settings for files of one layout, found again by the header's fingerprint; every change makes a new version. */
export const ImportProfile = z
  .object({
    id: z.int().positive(),
    name: z.string(),
    kind: z.enum(importKindNames),
    version: z.int().positive(),
    fingerprint: z.string().describe('Of the header: the names of the columns, whatever their case, in their order'),
    columns: z.array(z.string()),
    settings: ImportSettings,
    actor: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'ImportProfile',
    examples: [
      {
        id: 4,
        name: 'Shop export',
        kind: 'products',
        version: 2,
        fingerprint: 'b5bb9d8014a0f9b1',
        columns: ['Variant SKU', 'Title'],
        settings: { mapping: { sku: 'Variant SKU', name: 'Title' }, onEmpty: {}, unmapped: 'ignore', errorPolicy: 'reject_failed_rows' },
        actor: 'user:3',
        createdAt: '2026-11-20T08:00:00.000Z',
        updatedAt: '2026-11-21T08:00:00.123Z',
      },
    ],
  });
export type ImportProfile = z.infer<typeof ImportProfile>;

/** What a profile was at one of its versions. */
export const ImportProfileVersion = z
  .object({ version: z.int().positive(), name: z.string(), settings: ImportSettings, actor: z.string(), writtenAt: z.iso.datetime() })
  .meta({
    id: 'ImportProfileVersion',
    examples: [
      {
        version: 1,
        name: 'Shop export',
        settings: { mapping: { sku: 'Variant SKU', name: 'Title' }, onEmpty: {}, unmapped: 'ignore', errorPolicy: 'reject_failed_rows' },
        actor: 'user:3',
        writtenAt: '2026-11-20T08:00:00.000Z',
      },
    ],
  });
export type ImportProfileVersion = z.infer<typeof ImportProfileVersion>;

const profileName = z
  .string()
  .overwrite(tidy)
  .min(1)
  .max(100)
  .refine((name) => !hasControlCharacter(name), 'holds a control character');

/** To save a profile: from an import whose columns it is about. */
export const ImportProfileInput = z
  .strictObject({
    name: profileName,
    importId: z.int().positive(),
    settings: ImportSettingsInput.optional().describe('Unset: those by which that import was read'),
  })
  .meta({
    id: 'ImportProfileInput',
    examples: [{ name: 'Shop export', importId: 12, settings: { mapping: { sku: 'Variant SKU', name: 'Title' } } }],
  });
export type ImportProfileInput = z.infer<typeof ImportProfileInput>;

/**
 * To rename a profile or change its settings, which are replaced as a whole. Clients may send the record as they read it: what
 * cannot be changed is ignored; `version` is the one that the caller saw and is checked like `If-Match`.
 */
export const ImportProfileChanges = z
  .strictObject({
    name: profileName.optional(),
    settings: ImportSettingsInput.optional(),
    version: z.int().positive().optional(),
    id: z.unknown().optional(),
    kind: z.unknown().optional(),
    fingerprint: z.unknown().optional(),
    columns: z.unknown().optional(),
    actor: z.unknown().optional(),
    createdAt: z.unknown().optional(),
    updatedAt: z.unknown().optional(),
  })
  .transform(({ name, settings, version }) => ({ name, settings, version }))
  .meta({ id: 'ImportProfileChanges', examples: [{ name: 'Export of the shop', version: 2 }] });
export type ImportProfileChanges = z.output<typeof ImportProfileChanges>;
