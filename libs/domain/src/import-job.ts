import { z } from 'zod';

import { importKindNames } from './import-kind-names.js';

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

/** Waits for a person: to name columns, to confirm, to resume. */
export const isWaiting = ({ status }: { status: ImportStatus }) =>
  status === 'awaiting_mapping' || status === 'awaiting_confirmation' || status === 'paused';

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
  'rows_rejected',
  'expired',
  'poison',
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
  code: z.enum([
    'no_rows',
    'columns_ignored',
    'same_file',
    'encoding_guessed',
    'preamble_skipped',
    'profile_applied',
    'sku_damaged',
    'leading_zeros_lost',
    'formula_like',
    'cells_dropped',
    'no_time_zone',
    'state',
    'zip',
  ]),
  message: z.string(),
  columns: z.array(z.string()).optional(),
  count: z.int().optional().describe('How many rows it is about'),
});
export type ImportWarning = z.infer<typeof ImportWarning>;

const count = z.int().min(0);

/** Why a confirmation must be typed: what an import is about to do is unusually much. */
export const BrakeReason = z.object({
  code: z.enum(['many_updated', 'many_rejected', 'many_deactivated']),
  message: z.string(),
  count,
  of: count,
});
export type BrakeReason = z.infer<typeof BrakeReason>;

/** What an import would do, as its check found it: nothing of it is written yet. */
export const ImportCheck = z
  .object({
    created: count,
    updated: count,
    unchanged: count,
    rejected: count,
    superseded: count,
    deactivated: count.describe('Active products that it would switch off'),
    brake: z.array(BrakeReason).describe('Not empty: confirm must repeat `changes`'),
    changes: count.describe('created + updated'),
    comparedAt: z.iso.datetime(),
    changedSince: count.describe('Products of the file that were changed, added or deleted by others between check and confirmation'),
    differed: count.nullable().describe('Rows that came out otherwise than the check said; null until it has ended'),
  })
  .meta({
    id: 'ImportCheck',
    examples: [
      {
        created: 480_000,
        updated: 19_000,
        unchanged: 988,
        rejected: 12,
        superseded: 0,
        deactivated: 3,
        brake: [],
        changes: 499_000,
        comparedAt: '2026-11-21T08:00:06.000Z',
        changedSince: 0,
        differed: null,
      },
    ],
  });
export type ImportCheck = z.infer<typeof ImportCheck>;

/** What undoing an import did. */
export const ImportRevert = z
  .object({
    total: count.describe('Products that the import had created or updated'),
    removed: count.describe('Created by the import, deleted again'),
    restored: count.describe('Updated by the import, back to what they were'),
    kept: count.describe('Changed or deleted by others since; left as they are'),
    actor: z.string(),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'ImportRevert',
    examples: [
      {
        total: 499_000,
        removed: 480_000,
        restored: 18_999,
        kept: 1,
        actor: 'user:3',
        startedAt: '2026-11-21T09:00:00.000Z',
        finishedAt: '2026-11-21T09:00:09.000Z',
      },
    ],
  });
export type ImportRevert = z.infer<typeof ImportRevert>;

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
    superseded: count.describe('Valid rows whose SKU, or whose purchase, comes again further down'),
    notProcessed: count,
    blankLines: count,
    progress: z.int().min(0).max(100).describe('Percent; never falls, 100 only when completed'),
    rowsPerSecond: count.nullable(),
    etaSeconds: count.nullable().describe('Time left; null while it cannot be said'),
    failure: ImportFailure.nullable(),
    warnings: z.array(ImportWarning),
    waitsFor: z.string().nullable().describe('The work ahead of it, such as import:6'),
    queuePosition: count.nullable().describe('How many go before it; null when it does not wait'),
    silentSeconds: count.nullable().describe('Since the last sign of life, while it should move; null otherwise'),
    parentId: z.int().positive().nullable().describe('The import whose rows it repeats or repairs'),
    isChecked: z.boolean().describe('It compares first, and waits for a confirmation'),
    check: ImportCheck.nullable(),
    canRevert: z.boolean(),
    revert: ImportRevert.nullable(),
    profile: z.object({ id: z.int().positive(), name: z.string(), version: z.int().positive() }).nullable(),
    phaseSeconds: z.record(z.string(), z.number()).describe('Seconds spent in each phase so far'),
    actor: z.string().describe('Who started it'),
    progressVersion: count.describe('Grows with every step; the id of progress events'),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'ImportJob',
    examples: [
      {
        id: 12,
        kind: 'products',
        status: 'processing',
        phase: 'importing',
        message: 'Importing…',
        fileName: 'products.csv',
        bytes: 87_222_866,
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        rows: 500_000,
        validated: 500_000,
        processed: 120_000,
        created: 118_000,
        updated: 0,
        unchanged: 0,
        rejected: 12,
        superseded: 1_988,
        notProcessed: 380_000,
        blankLines: 0,
        progress: 77,
        rowsPerSecond: 61_000,
        etaSeconds: 6,
        failure: null,
        warnings: [],
        waitsFor: null,
        queuePosition: null,
        silentSeconds: 0,
        parentId: null,
        isChecked: false,
        check: null,
        canRevert: false,
        revert: null,
        profile: null,
        phaseSeconds: { parsing: 0.4, validating: 3.1 },
        actor: 'key:0',
        progressVersion: 42,
        createdAt: '2026-11-21T08:00:00.123Z',
        startedAt: '2026-11-21T08:00:00.150Z',
        finishedAt: null,
      },
    ],
  });
export type ImportJob = z.infer<typeof ImportJob>;

export const rowErrorCodes = [
  'required',
  'too_long',
  'sku_characters',
  'control_character',
  'boolean',
  'column_count',
  'sku_damaged',
  'formula_like',
  'integer',
  'status',
  'amount',
  'datetime',
  'no_time_zone',
  'state',
  'zip',
] as const;
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
  .meta({
    id: 'RowError',
    examples: [{ rowNo: 12, line: 14, column: 'name', code: 'required', message: 'must not be empty', value: '', severity: 'error' }],
  });
export type RowError = z.infer<typeof RowError>;

/** How many row errors of an import are kept; the count of rejected rows is always exact. */
export const keptRowErrors = 10_000;

/** How often something was wrong in an import; exact, also beyond the rows that are kept. */
export const RowErrorCount = z
  .object({ code: z.enum(rowErrorCodes), column: z.string().nullable(), severity: z.enum(['error', 'warning']), count })
  .meta({ id: 'RowErrorCount', examples: [{ code: 'required', column: 'name', severity: 'error', count: 12 }] });
export type RowErrorCount = z.infer<typeof RowErrorCount>;

/** A rejected row with all of its cells, to be repaired. */
export const RejectedRow = z
  .object({ rowNo: z.int().positive(), line: z.int().positive(), cells: z.array(z.string()), errors: z.array(RowError) })
  .meta({
    id: 'RejectedRow',
    examples: [
      {
        rowNo: 12,
        line: 14,
        cells: ['MUG-12', ''],
        errors: [{ rowNo: 12, line: 14, column: 'name', code: 'required', message: 'must not be empty', value: '', severity: 'error' }],
      },
    ],
  });
export type RejectedRow = z.infer<typeof RejectedRow>;

/** So many rejected rows can be repaired in the browser; more of them are downloaded, repaired and sent again. */
export const maxRepairedRows = 5_000;

/** A request with repaired rows has at most so many bytes. */
export const maxRepairBytes = 16 * 1024 * 1024;

/** Repaired rows of an import, to be imported as its child: all cells of each, in the order of the parent's columns. */
export const RepairedRows = z
  .strictObject({
    parentId: z.int().positive(),
    rows: z
      .array(z.strictObject({ rowNo: z.int().positive(), cells: z.array(z.string().max(maxRepairBytes)).max(1_000) }))
      .min(1)
      .max(maxRepairedRows),
    check: z.boolean().default(false),
  })
  .meta({ id: 'RepairedRows', examples: [{ parentId: 12, rows: [{ rowNo: 12, cells: ['MUG-12', 'Green mug'] }] }] });
export type RepairedRows = z.infer<typeof RepairedRows>;

export const checkOutcomes = ['created', 'updated', 'unchanged'] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

/** What an import would do with one row: the cells that matter, as they are and as they would be. */
export const CheckRow = z
  .object({
    rowNo: z.int().positive(),
    outcome: z.enum(checkOutcomes),
    about: z.string().describe('What the row is called: a SKU; a purchase by customer, product, time in UTC and status'),
    productId: z.int().positive().nullable().describe('null: the product is yet to be added'),
    sku: z.string().describe('Of a purchase: the one of its product'),
    name: z.string(),
    changes: z.array(z.object({ field: z.string(), old: z.string().nullable(), new: z.string().nullable() })),
  })
  .meta({
    id: 'CheckRow',
    examples: [
      {
        rowNo: 3,
        outcome: 'updated',
        about: 'MUG-1',
        productId: 7,
        sku: 'MUG-1',
        name: 'Blue mug',
        changes: [{ field: 'name', old: 'Mug', new: 'Blue mug' }],
      },
    ],
  });
export type CheckRow = z.infer<typeof CheckRow>;

/** A row that came out otherwise than the check had said, because the catalogue had changed in between. */
export const CheckDifference = z
  .object({
    rowNo: z.int().positive(),
    sku: z.string().describe('What the row is called, as `about` in the check'),
    expected: z.enum(checkOutcomes),
    outcome: z.enum(checkOutcomes),
  })
  .meta({ id: 'CheckDifference', examples: [{ rowNo: 3, sku: 'MUG-1', expected: 'created', outcome: 'updated' }] });
export type CheckDifference = z.infer<typeof CheckDifference>;

/** The files in which an import gives its rows back, in the order of the file that came. */
export const resultFiles = ['successful', 'failed', 'unchanged', 'superseded', 'unprocessed'] as const;
export type ResultFile = (typeof resultFiles)[number];

/** Columns that a result file puts before those of the file that came; an import ignores every column that starts like them. */
export const helperColumns = [
  'import__row',
  'import__line',
  'import__outcome',
  'import__product_id',
  'import__code',
  'import__column',
  'import__value',
  'import__message',
] as const;
