import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { copiedRows } from './copied-rows.js';
import { copyBinary } from './copy-binary.js';

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('rows of a COPY', () => {
  it('are those that were sent, wherever the pieces are cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.option(fc.string()), fc.option(fc.string()))),
        fc.integer({ min: 1, max: 60 }),
        async (sent, size) => {
          const bytes = Buffer.concat([...copyBinary(sent)]);
          const came: (string | null)[][] = [];
          for await (const rows of copiedRows(inPieces(bytes, size)))
            for (const row of rows) came.push(row.map((field) => field && field.toString()));
          expect(came).toEqual(sent.map((row) => row.map((text) => text && text.toWellFormed())));
        },
      ),
    ));
});
