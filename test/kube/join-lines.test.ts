import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { joinLines } from '../../src/kube/join-lines.js';

describe('joinLines', () => {
  it('keeps the lines that fit, and counts the others', () => {
    assert.equal(joinLines(['a', 'b'], 10), 'a\nb');
    assert.equal(joinLines(['a'.repeat(60), 'b'.repeat(60)], 100), `${'a'.repeat(60)}\nand 1 more`);
    assert.equal(joinLines(['a'.repeat(200)], 100), `${'a'.repeat(99)}…`);
  });
});
