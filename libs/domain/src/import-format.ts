import { z } from 'zod';
import type { RowErrorCode } from './import-job.js';
import { importKindNames, type ImportKindName } from './import-kind-names.js';
import { delimiters, emptyCellRules, type Delimiter, type EmptyCellRule } from './import-options.js';

/**
 * A cell as its field wants it, `''` or null when it is empty, with a doubt that a person should know of. Or what is wrong with it.
 */
export type CellReading = { value: string | boolean | null; doubt?: RowErrorCode } | { fault: RowErrorCode };

/** What the cells of a row mean, in the order of the format's fields, and what follows them (`ParsedRow`). */
export type RowValues = (string | boolean | null)[];

/** A field of a kind: how files call it, and what one of its cells means. */
export interface FormatField {
  name: string;
  required: boolean;
  /** Header names that mean this field beyond doubt, as `headerKey` makes them; the first found wins. */
  aliases: readonly string[];
  /** Header names that probably mean it: told to a person, never taken by themselves. */
  weakAliases: readonly string[];
  /** What its empty cells do unless somebody says otherwise; null: it must not be empty. */
  onEmpty: EmptyCellRule | null;
  /** The value of a cleared field. */
  emptyValue: string | boolean | null;
  /** In UTF-16 units; null: its texts are not measured. */
  maxLength: number | null;
  /** Cells for the template, one per example row. */
  examples: readonly string[];
  /** Where a file groups its rows, an empty cell may mean: as in the row above. */
  fillsDown: boolean;
  read(cell: string): CellReading;
}

/** What files of a kind look like, as data: columns, their names elsewhere, the rule of each cell, the key of a row. */
export interface ImportFormat {
  kind: ImportKindName;
  fields: readonly FormatField[];
  /** The field that is a code of its own in each row; null: none is. */
  keyField: string | null;
  /** Says which rows mean the same thing: the last valid one of a key counts. Rows are written in the order of their keys. */
  key(values: RowValues): string;
  /** What else is staged of a row, made of its values. */
  derive?(values: RowValues): RowValues;
  /** Its files may lack a header: then columns go by their place, in the order of the fields, between these. Null: they have one. */
  headless: { delimiter: Delimiter } | null;
  /** Between these delimiters a quote is a character like any other. */
  unquoted: readonly Delimiter[];
  /** Whether columns that are no field can be kept as attributes. */
  keepsAttributes: boolean;
}

/** A kind of file, for whoever makes one. */
export const FileFormat = z
  .object({
    kind: z.enum(importKindNames),
    fields: z.array(
      z.object({
        name: z.string(),
        required: z.boolean(),
        aliases: z.array(z.string()).describe('Column names that mean it beyond doubt, whatever their case'),
        weakAliases: z.array(z.string()).describe('Column names that probably mean it: proposed, never taken by themselves'),
        onEmpty: z.enum(emptyCellRules).nullable().describe('What its empty cells do unless told; null: it must not be empty'),
        maxLength: z.int().nullable().describe('Characters, as UTF-16 units'),
      }),
    ),
    headless: z
      .object({ delimiter: z.enum(delimiters) })
      .nullable()
      .describe('Files may lack a header: then columns stand in the order of the fields, between these delimiters; null: they have one'),
    unquoted: z.array(z.enum(delimiters)).describe('Between these delimiters a quote is a character like any other'),
    limits: z.object({
      bytes: z.int().describe('Of a file'),
      rows: z.int().describe('Of a file'),
      columns: z.int(),
      recordBytes: z.int().describe('Of one record'),
      keptRowErrors: z.int().describe('So many errors of an import are listed; the counts are exact'),
      repairedRows: z.int().describe('So many rejected rows can be repaired in the browser'),
    }),
    template: z.string().describe('Where an example file is'),
  })
  .meta({
    id: 'FileFormat',
    examples: [
      {
        kind: 'products',
        fields: [
          {
            name: 'sku',
            required: true,
            aliases: ['sku', 'variant sku'],
            weakAliases: ['id', 'item number'],
            onEmpty: null,
            maxLength: 255,
          },
        ],
        headless: null,
        unquoted: [],
        limits: {
          bytes: 2_147_483_648,
          rows: 10_000_000,
          columns: 1_000,
          recordBytes: 8_388_608,
          keptRowErrors: 10_000,
          repairedRows: 5_000,
        },
        template: '/api/import-formats/products/template.csv',
      },
    ],
  });
export type FileFormat = z.infer<typeof FileFormat>;
