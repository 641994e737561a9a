import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visibleText } from '../../../src/cli/output/visible-text.js';

describe('visibleText', () => {
  it('leaves text as it is, on one line', () => {
    assert.equal(visibleText('two\n lines,\tgrün 日本 👩‍👩‍👧'), 'two lines, grün 日本 👩‍👩‍👧');
  });

  it('shows what would steer a terminal', () => {
    assert.equal(visibleText('\u001b]0;title\u0007'), '\\u001b]0;title\\u0007');
    assert.equal(visibleText('\u009b2J'), '\\u009b2J');
    assert.equal(visibleText('a\u202eb'), 'a\\u202eb');
  });
});
