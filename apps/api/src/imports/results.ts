import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { DomainError, type ResultFile, type RowFault } from '@app/domain';
import { Fates, type Fate } from './fates.js';
import { ImportedFiles, type ImportedFile, type KeptSegment } from './imported-file.js';
import { ResultLines, type ResultMode } from './result-lines.js';
import { SegmentReader, type ReadRow } from './segment-reader.js';

type Outcome = NonNullable<Fate> | 'rejected' | 'superseded';

const fileOf: Record<Outcome, ResultFile> = {
  created: 'successful',
  updated: 'successful',
  unchanged: 'unchanged',
  rejected: 'failed',
  superseded: 'superseded',
  not_processed: 'unprocessed',
};

/** About as much text as is sent at once. */
const pieceLength = 65_536;

/**
 * The files in which an import gives its rows back. They are not kept anywhere: they are made as they are read, from the file
 * that came and from what is known of its rows, a segment at a time.
 */
@Injectable()
export class Results {
  constructor(
    private readonly db: DataSource,
    private readonly importedFiles: ImportedFiles,
    private readonly reader: SegmentReader,
  ) {}

  /**
   * The rows of one kind as CSV (UTF-8, CRLF), in the order of the file that came; pieces of text. Throws `not_found`,
   * `wrong_state` or `file_gone`; what goes wrong later breaks the stream. Whoever leaves it destroys it.
   */
  async stream(importId: number, which: ResultFile, mode: ResultMode): Promise<Readable> {
    const file = await this.importedFiles.find(importId);
    if (!file.isOver && !(which === 'failed' && file.status === 'awaiting_confirmation'))
      throw new DomainError('wrong_state', `The import is ${file.status}; what became of its rows is known when it has ended.`, undefined, {
        state: file.status,
      });
    await this.importedFiles.mustBeKept(file);
    return Readable.from(this.pieces(file, which, new ResultLines(file.dialect?.columns ?? [], mode)));
  }

  private async *pieces(file: ImportedFile, which: ResultFile, lines: ResultLines): AsyncGenerator<string> {
    yield lines.header;
    let fates: Fates | undefined;
    for (const segment of await this.importedFiles.segments(file)) {
      if (which !== 'failed' && !fates?.covers(segment)) fates = await Fates.read(this.db, file.importId, segment.firstRow, file.rows);
      if (mayHold(which, segment, fates)) yield* this.piecesOf(segment, which, lines, fates);
    }
  }

  private async *piecesOf(segment: KeptSegment, which: ResultFile, lines: ResultLines, fates?: Fates): AsyncGenerator<string> {
    const { rows, lines: findLines } = await this.reader.read(segment);
    let lineNumbers: number[] | undefined;
    let piece = '';
    for (const row of rows) {
      const outcome = outcomeOf(row, segment, fates);
      if (fileOf[outcome] !== which) continue;
      lineNumbers ??= findLines();
      const line = lineNumbers[row.rowNo - segment.firstRow]!;
      piece += lines.of([...told(row, line, outcome, fates), ...faultsTold(row, lines)], row.cells);
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = '';
    }
    if (piece) yield piece;
  }
}

/** A row that is valid and did not win was superseded, if winners were picked at all. */
function outcomeOf({ rowNo, reading }: ReadRow, { isStaged }: KeptSegment, fates?: Fates): Outcome {
  if (!('key' in reading)) return isStaged ? 'rejected' : 'not_processed';
  return fates?.of(rowNo) ?? (fates?.arePicked ? 'superseded' : 'not_processed');
}

/** Whether reading a segment is worth it: most segments of most imports have rows for one file only. */
function mayHold(which: ResultFile, segment: KeptSegment, fates?: Fates): boolean {
  const rejected = segment.isStaged ? segment.rejected : 0;
  if (!fates) return rejected > 0;
  const others = fates.count(segment, undefined) - rejected;
  const possible: Record<ResultFile, boolean> = {
    successful: fates.count(segment, 'created') + fates.count(segment, 'updated') > 0,
    unchanged: fates.count(segment, 'unchanged') > 0,
    failed: rejected > 0,
    superseded: fates.arePicked && others > 0,
    unprocessed: fates.count(segment, 'not_processed') > 0 || (others > 0 && !(fates.arePicked && segment.isStaged)),
  };
  return possible[which];
}

const told = ({ rowNo }: ReadRow, line: number, outcome: Outcome, fates?: Fates) => [
  String(rowNo),
  String(line),
  outcome,
  String(fates?.target(rowNo) ?? ''),
];

const nothing = ['', '', '', ''];

/** Several faults of a row stand beside each other. */
function faultsTold({ reading }: ReadRow, lines: ResultLines): string[] {
  const faults = 'key' in reading ? reading.warnings : reading;
  if (!faults?.length) return nothing;
  const join = (text: (fault: RowFault) => string) => faults.map(text).join('; ');
  return [
    join(({ code }) => code),
    join(({ column }) => (column === null ? '' : lines.nameOf(column))),
    join(({ value }) => value ?? ''),
    join(({ message }) => message),
  ];
}
