import type { ResultFile } from '@app/domain';

/** `safe` keeps spreadsheets from taking cells for formulas; `raw` is every cell as it came. */
export type ResultMode = 'safe' | 'raw';

export const resultUrl = (importId: number, file: ResultFile, mode: ResultMode = 'safe') =>
  `/api/imports/${importId}/results/${file}?mode=${mode}`;
