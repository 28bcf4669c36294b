import { ImportFault } from './import-fault.js';

const [TAB, LF, CR, SPACE, QUOTE] = [9, 10, 13, 32, 34];

/** Where the scanner is in a record. */
const enum At {
  LineStart,
  CellStart,
  Padding, // blanks before what may be a quoted cell
  Bare,
  Quoted,
  QuoteInQuoted, // the end of the cell, or the first of two quotes that mean one
  AfterQuoted, // blanks behind a quoted cell
}

export const maxRecordBytes = 8 * 1024 * 1024;

/** Called as the scanner passes over records: with the byte and the line where one starts, and when it has ended. */
export type RecordListener = { started?(byte: number, line: number): void; ended?(byte: number, line: number): void };

/**
 * Finds the records of CSV text (RFC 4180, with any line end, and blanks allowed around quoted cells) without keeping any of it.
 * A quote inside a bare cell is text, and so is any if the text is unquoted. Faults that make record boundaries doubtful are thrown, with line and byte.
 * Bytes and lines count from the start of the file; lines from 1. Works on any encoding that has ASCII in its place.
 */
export class RecordScanner {
  records = 0;
  blankLines = 0;
  /** Blanks stand around a quoted cell, or alone on a line: the parser must be told. Reset it as you like. */
  padded = false;

  private at: At = At.LineStart;
  private hasCells = false;
  private afterCr = false;
  private recordByte = 0;
  private recordLine = 0;
  private quoteLine = 0;
  private quoteByte = 0;

  constructor(
    private readonly delimiter: number,
    private byte: number,
    public line: number,
    private readonly listener: RecordListener = {},
    private readonly isUnquoted = false,
  ) {}

  push(bytes: Uint8Array): void {
    const { delimiter, byte: base } = this;
    const quote = this.isUnquoted ? undefined : QUOTE;
    const end = bytes.length;
    let { at, line, afterCr, hasCells } = this;
    for (let i = 0; i < end; i++) {
      let b = bytes[i]!;
      if (at === At.Bare) {
        while (b !== delimiter && b !== LF && b !== CR && ++i < end) b = bytes[i]!; // most bytes of most files end here, and below
        if (i === end) break;
      }
      if (at === At.Quoted) {
        if (b !== QUOTE && b !== LF && b !== CR) {
          afterCr = false;
          while (++i < end && (b = bytes[i]!) !== QUOTE && b !== LF && b !== CR);
          if (i === end) break;
        }
        if (b === QUOTE) at = At.QuoteInQuoted;
        else if (b === LF) {
          if (!afterCr) line++;
        } else if (b === CR) line++;
        afterCr = b === CR;
        continue;
      }
      if (b === LF && afterCr) {
        afterCr = false; // the second half of a CRLF
        continue;
      }
      afterCr = b === CR;
      if (b === LF || b === CR) {
        if ((at === At.LineStart || at === At.Padding) && !hasCells) {
          this.blankLines++;
          this.padded ||= at === At.Padding;
        } else {
          this.records++;
          if (base + i - this.recordByte > maxRecordBytes) this.tooLong();
          this.listener.ended?.(this.recordByte, this.recordLine);
        }
        line++;
        at = At.LineStart;
        hasCells = false;
        continue;
      }
      if (at === At.Bare) {
        if (b === delimiter) at = At.CellStart;
        continue;
      }
      if (at === At.LineStart) {
        this.recordByte = base + i;
        this.recordLine = line;
        this.listener.started?.(base + i, line);
        at = At.CellStart;
      }
      if (b === delimiter) {
        at = At.CellStart;
        hasCells = true;
      } else if (b === quote) {
        if (at === At.QuoteInQuoted) at = At.Quoted;
        else if (at === At.AfterQuoted) this.misplaced(line, base + i);
        else {
          this.padded ||= at === At.Padding;
          at = At.Quoted;
          hasCells = true;
          this.quoteLine = line;
          this.quoteByte = base + i;
        }
      } else if (b === SPACE || b === TAB) {
        if (at === At.CellStart) at = At.Padding;
        else if (at === At.QuoteInQuoted) {
          at = At.AfterQuoted;
          this.padded = true;
        }
      } else {
        if (at === At.QuoteInQuoted || at === At.AfterQuoted) this.misplaced(line, base + i);
        at = At.Bare;
        hasCells = true;
      }
    }
    Object.assign(this, { at, line, afterCr, hasCells });
    this.byte = base + bytes.length;
    if (at !== At.LineStart && this.byte - this.recordByte > maxRecordBytes) this.tooLong();
  }

  /** The text is over: the last record may lack its line end. */
  end(): void {
    if (this.at === At.Quoted) this.unclosed('to the end of the file');
    if (this.at === At.LineStart) return;
    if (this.at === At.Padding && !this.hasCells) {
      this.blankLines++;
      this.padded = true;
    } else {
      this.records++;
      this.listener.ended?.(this.recordByte, this.recordLine);
    }
    this.at = At.LineStart;
    this.hasCells = false;
  }

  private tooLong(): never {
    if (this.at === At.Quoted) this.unclosed(`within ${maxRecordBytes >> 20} MiB`);
    throw new ImportFault({
      code: 'field_too_long',
      message: `The record that starts in line ${this.recordLine} is longer than ${maxRecordBytes >> 20} MiB.`,
      line: this.recordLine,
      byteOffset: this.recordByte,
    });
  }

  private unclosed(where: string): never {
    throw new ImportFault({
      code: 'quote_unclosed',
      message: `The quote that opens in line ${this.quoteLine} is not closed ${where}.`,
      line: this.quoteLine,
      byteOffset: this.quoteByte,
    });
  }

  private misplaced(line: number, byte: number): never {
    const opened = this.quoteLine === line ? '' : ` It opened in line ${this.quoteLine}, and may lack its end there.`;
    throw new ImportFault({
      code: 'quote_misplaced',
      message: `In line ${line} a quoted cell is followed by text. A quote inside a quoted cell is written twice.${opened}`,
      line: this.quoteLine,
      byteOffset: byte,
    });
  }
}
