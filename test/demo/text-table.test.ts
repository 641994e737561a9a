import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutText, displayWidth, textTable } from '../../demo/text-table.js';

describe('text table', () => {
  it('aligns words to the left and numbers to the right', () => {
    const table = textTable(
      ['name', 'ms'],
      [
        ['a', '1.5'],
        ['long name', '12.5'],
      ],
    );
    assert.equal(
      table,
      ['name         ms', '---------  ----', 'a           1.5', 'long name  12.5'].join('\n'),
    );
  });

  it('counts wide characters twice', () => {
    assert.equal(displayWidth('你好 ok'), 7);
    assert.equal(cutText('你好你好', 6), '你好…');
  });

  it('puts a text on one line and cuts it', () => {
    assert.equal(cutText('one\n two  three', 9), 'one two …');
    assert.equal(cutText('short', 9), 'short');
  });
});
