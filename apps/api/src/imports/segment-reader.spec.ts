import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import type { FileStore } from '../platform/file-store.js';
import type { Dialect } from './dialect.js';
import { RecordScanner } from './record-scanner.js';
import { SegmentReader, type ReadRow } from './segment-reader.js';
import type { Segment } from './segments.js';

const header = 'Handle,sku,name,description\n';
const dialect: Dialect = {
  delimiter: ',',
  columns: header.trim().split(','),
  mapping: { sku: 1, name: 2, description: 3 },
  onEmpty: { description: 'keep' },
  attributes: [],
  fillDown: 0,
  errorPolicy: 'reject_failed_rows',
  dataByte: header.length,
  dataLine: 2,
  blankLines: 0,
};

/** Cut after every so many records. */
function cut(file: Buffer, every: number): Segment[] {
  const segments: Segment[] = [];
  let open = { fromByte: header.length, firstLine: 2, firstRow: 1 };
  const close = (toByte: number) => {
    const rowCount = scanner.records + 1 - open.firstRow;
    if (rowCount) segments.push({ ...open, no: segments.length, toByte, rowCount, padded: scanner.padded });
    scanner.padded = false;
  };
  const scanner = new RecordScanner(44, header.length, 2, {
    started: (byte, line) => {
      if (scanner.records + 1 - open.firstRow < every) return;
      close(byte);
      open = { fromByte: byte, firstLine: line, firstRow: scanner.records + 1 };
    },
  });
  scanner.push(file.subarray(header.length));
  scanner.end();
  close(file.length);
  return segments;
}

async function read(file: Buffer, segments: Segment[], reach = segments.length): Promise<{ rows: ReadRow[]; bytesRead: number }> {
  let bytesRead = 0;
  const files = {
    read: async (_: string, from: number, to: number) => {
      bytesRead += to - from;
      return Readable.from([file.subarray(from, to)]);
    },
  } as unknown as FileStore;
  const reader = new SegmentReader(files);
  const rows: ReadRow[] = [];
  for (const [i, segment] of segments.entries()) {
    const before = segments.slice(Math.max(0, i - reach), i).toReversed();
    rows.push(...(await reader.read({ ...segment, fileKey: 'file', kind: 'products', dialect, before })).rows);
  }
  return { rows, bytesRead };
}

const namesOf = (rows: ReadRow[]) => rows.map(({ reading }) => ('key' in reading ? reading.values[1] : reading[0]!.code));

describe('rows that are filled down', () => {
  it('are the same wherever the file is cut, and keep their cells as written', async () => {
    const group = fc.constantFrom('', '', 'a', 'a', 'b', ' a ');
    const cell = fc.constantFrom('', '', '', 'Mug', 'Cup', '"Jug\n"', ' "Pot"');
    const row = fc.oneof(
      { weight: 12, arbitrary: fc.tuple(group, fc.constant('1'), cell, cell) },
      { weight: 1, arbitrary: fc.tuple(group) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 25 }), fc.integer({ min: 1, max: 5 }), async (records, every) => {
        const file = Buffer.from(header + records.map((cells) => cells.join(',')).join('\n') + '\n');
        const whole = cut(file, 1_000);
        fc.pre(whole.length === 1);
        const expected = await read(file, whole);
        const found = await read(file, cut(file, every));
        expect(found.rows.map(({ rowNo, reading }) => ({ rowNo, reading }))).toEqual(
          expected.rows.map(({ rowNo, reading }) => ({ rowNo, reading })),
        );
        expect(found.rows.map(({ cells }) => cells.map((text) => text.trim()))).toEqual(
          expected.rows.map(({ cells }) => cells.map((text) => text.trim())), // padding is the parser's, segment by segment
        );
      }),
      { numRuns: 1_500 },
    );
  });

  it('come from any segment within reach', async () => {
    const file = Buffer.from(`${header}a,1,Mug,\n${'a,2,,\n'.repeat(6)}b,3,Cup,\n`);
    expect(namesOf((await read(file, cut(file, 1))).rows)).toEqual([...Array.from({ length: 7 }, () => 'Mug'), 'Cup']);
  });

  it('lack what stands beyond it', async () => {
    const file = Buffer.from(`${header}a,1,Mug,\n${'a,2,,\n'.repeat(6)}b,3,Cup,\n`);
    const { rows } = await read(file, cut(file, 1), 3);
    expect(namesOf(rows)).toEqual(['Mug', 'Mug', 'Mug', 'Mug', 'required', 'required', 'required', 'Cup']);
  });

  it('cost nothing more where every group begins with its name', async () => {
    const file = Buffer.from(header + 'a,1,Mug,x\na,2,,\n'.repeat(50));
    expect((await read(file, cut(file, 10))).bytesRead).toBe(file.length - header.length);
  });

  it('read only the segment before where that is enough', async () => {
    const file = Buffer.from(header + 'a,1,Mug,x\na,2,,\n'.repeat(50));
    expect((await read(file, cut(file, 11))).bytesRead).toBeLessThan(2 * file.length);
  });
});
