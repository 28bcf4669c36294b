import { keptRowErrors, type RowError, type RowErrorCount, type RowFault } from '@app/domain';
import type { Segment } from './segments.js';
import type { SegmentOutcome } from './segment.repository.js';

type Severity = RowError['severity'];
type Found = Omit<RowError, 'line'> & { nth: number };

/** What is wrong with the rows of one segment: all of it counted, the first of it kept. */
export class SegmentFindings {
  private rejected = 0;
  private readonly kept: Record<Severity, Found[]> = { error: [], warning: [] };
  private readonly counts = new Map<string, RowErrorCount>();

  constructor(private readonly segment: Segment & { dialect: { columns: string[] } }) {}

  reject(rowNo: number, faults: RowFault[]): void {
    this.rejected++;
    this.note(rowNo, faults, 'error');
  }

  warn(rowNo: number, warnings: RowFault[]): void {
    this.note(rowNo, warnings, 'warning');
  }

  /** @param lines the lines of all rows; asked for only if something was found */
  outcome(lines: () => number[]): SegmentOutcome {
    const { error, warning } = this.kept;
    const found = [...error, ...warning.slice(0, Math.max(0, keptRowErrors - error.length))];
    const lineOf = found.length ? lines() : [];
    const errors = found.map((one) => ({ ...one, line: lineOf[one.rowNo - this.segment.firstRow]! }));
    return { rejected: this.rejected, errorCounts: [...this.counts.values()], errors };
  }

  private note(rowNo: number, faults: RowFault[], severity: Severity): void {
    const kept = this.kept[severity];
    faults.forEach(({ column: index, code, message, value }, nth) => {
      const column = index === null ? null : this.segment.dialect.columns[index]!;
      this.count(code, column, severity);
      if (kept.length < keptRowErrors) kept.push({ rowNo, nth, column, code, message, value, severity });
    });
  }

  private count(code: RowErrorCount['code'], column: string | null, severity: Severity): void {
    const key = JSON.stringify([code, column, severity]);
    const counted = this.counts.get(key);
    if (counted) counted.count++;
    else this.counts.set(key, { code, column, severity, count: 1 });
  }
}
