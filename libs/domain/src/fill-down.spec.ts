import { describe, expect, it } from '@jest/globals';
import { FillDown, noRow, type RowAbove } from './fill-down.js';
import { productFormat } from './formats/product.js';

const mapping = { sku: 1, name: 2, description: 3 };
const filler = (above?: RowAbove) => new FillDown(productFormat, mapping, 0, 4, above);

/** Rows as `group sku name description`, `.` for an empty cell. */
const rows = (...lines: string[]) => lines.map((line) => line.split(' ').map((cell) => (cell === '.' ? '' : cell)));
const filled = (lines: string[], fill = filler(noRow)) => rows(...lines).map((cells) => fill.next(cells));

describe('filling down', () => {
  it.each([
    ['the name of the row above in the same group', ['a 1 Mug Big', 'a 2 . .'], ['a 1 Mug Big', 'a 2 Mug Big']],
    ['it over many rows', ['a 1 Mug .', 'a 2 . .', 'a 3 . .'], ['a 1 Mug .', 'a 2 Mug .', 'a 3 Mug .']],
    ['it where the group is empty too', ['a 1 Mug Big', '. 2 . .', 'a 3 . .'], ['a 1 Mug Big', '. 2 Mug Big', 'a 3 Mug Big']],
    ['only what is empty', ['a 1 Mug Big', 'a 2 Cup .', 'a 3 . .'], ['a 1 Mug Big', 'a 2 Cup Big', 'a 3 Cup Big']],
    ['never a SKU', ['a 1 Mug Big', 'a . . .'], ['a 1 Mug Big', 'a . Mug Big']],
    ['nothing from another group', ['a 1 Mug Big', 'b 2 . .', 'a 3 . .'], ['a 1 Mug Big', 'b 2 . .', 'a 3 . .']],
    ['nothing into the first row', ['. 1 . .', '. 2 Mug .', '. 3 . .'], ['. 1 . .', '. 2 Mug .', '. 3 Mug .']],
    ['nothing past a row with too few cells, unless the group is named', ['a 1 Mug .', 'x', '. 2 . .'], ['a 1 Mug .', 'x', '. 2 . .']],
    ['the group named again behind such a row', ['a 1 Mug .', 'x', 'a 2 . .'], ['a 1 Mug .', 'x', 'a 2 Mug .']],
  ])('takes %s', (_, lines, expected) => expect(filled(lines)).toEqual(rows(...expected)));

  it('compares groups and cells without the blanks around them', () => {
    const fill = filler(noRow);
    fill.next([' a ', '1', 'Mug', 'Big']);
    expect(fill.next(['a', '2', ' \u200b', '-'])).toEqual(['a', '2', 'Mug', '-']);
  });

  it('leaves the record as it is', () => {
    const cells = ['a', '2', '', ''];
    filler({ group: 'a', isOpen: true, cells: ['Mug', 'Big'] }).next(cells);
    expect(cells).toEqual(['a', '2', '', '']);
  });

  it('says what cannot be known without the rows above, and goes on as soon as it can', () => {
    const fill = filler();
    expect(fill.next(['a', '2', '', 'x'])).toMatchObject({ column: 2, code: 'required' });
    expect(fill.isKnown).toBe(false);
    expect(fill.next(['a', '3', 'Mug', ''])).toEqual(['a', '3', 'Mug', 'x']);
    expect(fill.isKnown).toBe(true);
    expect(fill.next(['b', '4', 'Mug', ''])).toEqual(['b', '4', 'Mug', '']);
  });
});
