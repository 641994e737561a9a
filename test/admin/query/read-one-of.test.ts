import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readOneOf } from '../../../src/admin/query/read-one-of.js';

describe('readOneOf', () => {
  it('reads a word that is known', () => {
    assert.deepEqual(readOneOf('of', 'b', ['a', 'b']), { ok: true, value: 'b' });
    assert.deepEqual(readOneOf('of', null, ['a', 'b']), { ok: true, value: undefined });
  });

  it('names those that are', () => {
    for (const value of ['', 'A', 'x'.repeat(500)]) {
      const read = readOneOf('of', value, ['a', 'b']);
      assert.ok(!read.ok, value);
      assert.match(read.problem.message, /"of" is ".*"; send one of a, b\./);
      assert.ok(read.problem.message.length < 150);
    }
  });
});
