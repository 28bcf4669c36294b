import { z } from 'zod';

export const importKindNames = ['products'] as const;
export type ImportKindName = (typeof importKindNames)[number];

export const importStatuses = [
  'pending',
  'awaiting_mapping',
  'awaiting_confirmation',
  'processing',
  'paused',
  'completed',
  'failed',
  'cancelled',
  'reverted',
] as const;
export type ImportStatus = (typeof importStatuses)[number];

export const importPhases = ['uploading', 'parsing', 'validating', 'comparing', 'importing', 'reverting', 'complete'] as const;
export type ImportPhase = (typeof importPhases)[number];

/** What a person reads while an import is in a phase. */
export const phaseTexts: Record<ImportPhase, string> = {
  uploading: 'Waiting to start…',
  parsing: 'Parsing…',
  validating: 'Validating…',
  comparing: 'Comparing…',
  importing: 'Importing…',
  reverting: 'Reverting…',
  complete: 'Import complete',
};

export const isRunning = ({ status }: { status: ImportStatus }) => status === 'pending' || status === 'processing';

const finished: ReadonlySet<ImportStatus> = new Set(['completed', 'failed', 'cancelled', 'reverted']);
export const isFinished = ({ status }: { status: ImportStatus }) => finished.has(status);

/** Why a whole import failed. Stable. */
export const failureCodes = [
  'empty_file',
  'not_a_csv',
  'encoding_invalid',
  'quote_unclosed',
  'quote_misplaced',
  'field_too_long',
  'header_missing_column',
  'header_duplicate',
  'too_many_columns',
  'too_many_rows',
  'object_changed',
  'internal',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** Where and why a file as a whole cannot be imported; no product was touched. */
export const ImportFailure = z.object({
  code: z.enum(failureCodes),
  message: z.string(),
  line: z.int().optional().describe('Line of the file, from 1'),
  byteOffset: z.int().optional().describe('From the start of the file, 0 is its first byte'),
  column: z.string().optional(),
});
export type ImportFailure = z.infer<typeof ImportFailure>;

/** Something a person should know although the import goes on. */
export const ImportWarning = z.object({
  code: z.enum(['no_rows', 'columns_ignored']),
  message: z.string(),
  columns: z.array(z.string()).optional(),
});
export type ImportWarning = z.infer<typeof ImportWarning>;

const count = z.int().min(0);

/**
 * An import as every answer, list and progress event shows it. Always
 * created + updated + unchanged + rejected + superseded + notProcessed = rows.
 */
export const ImportJob = z
  .object({
    id: z.int().positive(),
    kind: z.enum(importKindNames),
    status: z.enum(importStatuses),
    phase: z.enum(importPhases),
    message: z.string().describe('What is going on, in words'),
    fileName: z.string(),
    bytes: count,
    sha256: z.string(),
    rows: count.describe('Records of the file after the header; known once it is parsed'),
    validated: count.describe('Rows read and checked so far'),
    processed: count.describe('Rows whose outcome is certain'),
    created: count,
    updated: count,
    unchanged: count,
    rejected: count.describe('Rows with an error; see /errors'),
    superseded: count.describe('Valid rows whose SKU comes again further down'),
    notProcessed: count,
    blankLines: count,
    progress: z.int().min(0).max(100).describe('Percent; never falls, 100 only when completed'),
    rowsPerSecond: count.nullable(),
    etaSeconds: count.nullable().describe('Time left; null while it cannot be said'),
    failure: ImportFailure.nullable(),
    warnings: z.array(ImportWarning),
    waitsFor: z.string().nullable().describe('The work ahead of it, such as import:6'),
    parentId: z.int().positive().nullable().describe('The import of which this is a retry'),
    actor: z.string().describe('Who started it'),
    progressVersion: count.describe('Grows with every step; the id of progress events'),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ImportJob' });
export type ImportJob = z.infer<typeof ImportJob>;

export const rowErrorCodes = ['required', 'too_long', 'sku_characters', 'control_character', 'boolean', 'column_count'] as const;
export type RowErrorCode = (typeof rowErrorCodes)[number];

/** One thing that is wrong with one row, for the person who has to mend the file. */
export const RowError = z
  .object({
    rowNo: z.int().positive().describe('n-th record after the header, from 1'),
    line: z.int().positive().describe('Line of the file where the record starts'),
    column: z.string().nullable().describe("The column's name in the file; null: the row as a whole"),
    code: z.enum(rowErrorCodes),
    message: z.string(),
    value: z.string().nullable().describe('The cell, at most its first 200 characters'),
    severity: z.enum(['error', 'warning']),
  })
  .meta({ id: 'RowError' });
export type RowError = z.infer<typeof RowError>;

/** How many row errors of an import are kept; the count of rejected rows is always exact. */
export const keptRowErrors = 10_000;
