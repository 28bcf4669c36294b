import type { ImportPhase, ImportStatus } from './import-job.js';

/** What is known of an import's course; counts of rows and of winners, times in seconds. */
export type Course = {
  status: ImportStatus;
  phase: ImportPhase;
  rows: number;
  /** How much of the file is read and checked, 0 to 1. By bytes: how many rows it has is not known before its end. */
  staged: number;
  winners: number;
  applied: number;
  /** Seconds since it started and, once finished, until it ended. */
  elapsed: number;
  /** Rows done in the last `window` seconds of the phase it is in. */
  recent: number;
  window: number;
};

export type Progress = { progress: number; rowsPerSecond: number | null; etaSeconds: number | null };

/** Shares of the whole time, as measured on half a million rows: reading and checking, sorting out duplicates, applying. */
const share = { validating: 0.6, picking: 0.1, importing: 0.3 };

/**
 * Percent, speed and time left. Percent is by rows and never falls: each phase has its share of 0-99, and 100 is
 * the completed import. The time left follows from the share that is done and the time it took; null for the first 3 seconds.
 */
export function progressOf(course: Course): Progress {
  const { status, phase, rows, elapsed } = course;
  if (status === 'completed') return { progress: 100, rowsPerSecond: elapsed > 0 ? Math.round(rows / elapsed) : null, etaSeconds: 0 };
  const done = shareDone(course);
  const running = status === 'processing' && phase !== 'parsing';
  return {
    progress: Math.min(99, Math.floor(done * 100)),
    rowsPerSecond: running && course.window > 0 ? Math.round(course.recent / course.window) : null,
    etaSeconds: running && elapsed >= 3 && done > 0 ? Math.max(1, Math.round((elapsed * (1 - done)) / done)) : null,
  };
}

function shareDone({ staged, winners, applied }: Course): number {
  if (winners > 0) return share.validating + share.picking + share.importing * (applied / winners);
  return share.validating * staged;
}
