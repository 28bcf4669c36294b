import { tidy } from './text.js';

/** Last column of a result file for people (`mode=safe`): tells an import to take the guard off every cell again. */
export const safeColumn = 'import__safe';

/** Columns that no import reads: they came from a result file. */
export const isHelperColumn = (name: string): boolean => /^import__/i.test(tidy(name));

/** Whether the cells of a file with these columns were guarded by `safe`. */
export const isGuarded = (columns: readonly string[]): boolean => columns.some((name) => name.trim().toLowerCase() === safeColumn);

/** What a spreadsheet would take for a formula (full-width signs too), behind any number of guards. PostgreSQL understands its source too. */
export const formula = /^'*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The cell as a spreadsheet shows it instead of calculating it: with a `'` before what looks like a formula. */
export const safe = (cell: string): string => (formula.test(cell) ? `'${cell}` : cell);

/** Takes off what `safe` put before the cell: `unsafe(safe(cell))` is the cell, whatever it holds. */
export const unsafe = (cell: string): string => (cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell);
