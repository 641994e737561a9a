import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alignColumns } from '../../../src/cli/output/align-columns.js';
import { displayWidth } from '../../../src/cli/output/display-width.js';
import { paintFor } from '../../../src/cli/output/paint.js';

const TABLE = [
  ['route', 'requests', 'note'],
  ['billing', '12', 'went where it should, as far as anybody can tell'],
  ['日本語のルート', '7', '-'],
];

describe('alignColumns', () => {
  it('aligns wide characters, and numbers to the right', () => {
    assert.deepEqual(alignColumns(TABLE), [
      'route           requests  note',
      'billing               12  went where it should, as far as anybody can tell',
      '日本語のルート         7  -',
    ]);
  });

  it('cuts text where the terminal is narrow', () => {
    const lines = alignColumns(TABLE, { width: 50 });
    assert.ok(lines.every((line) => displayWidth(line) <= 50));
    assert.match(lines[1] ?? '', /^billing +12 {2}went where it should, a…$/);
  });

  it('folds a table that is too wide all the same, beside its first column', () => {
    const head = ['model', ...Array.from({ length: 6 }, (_, at) => `number ${at}`)];
    const lines = alignColumns([head, ['small', '1', '2', '3', '4', '5', '6']], { width: 30 });
    assert.deepEqual(lines, [
      'model  number 0  number 1',
      'small         1         2',
      '',
      'model  number 2  number 3',
      'small         3         4',
      '',
      'model  number 4  number 5',
      'small         5         6',
    ]);
  });

  it('colours the head, and keeps cells that are coloured aligned', () => {
    const paint = paintFor({}, { FORCE_COLOR: '1' });
    const [head, row] = alignColumns(
      [
        ['a', 'b'],
        [paint.good('long'), 'x'],
      ],
      { paint },
    );
    assert.equal(head, '\u001b[1ma     b\u001b[22m');
    assert.equal(row, '\u001b[32mlong\u001b[39m  x');
  });

  it('has nothing to say about nothing', () => {
    assert.deepEqual(alignColumns([]), []);
  });
});
