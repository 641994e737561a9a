import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { segmentsOf } from '../../src/signals/segments.js';

describe('segmentsOf', () => {
  it('cuts at lines and at ends of sentences', () => {
    assert.deepEqual(segmentsOf('One. Two three!\n\nFour'), ['One.', 'Two three!', 'Four']);
    assert.deepEqual(segmentsOf(''), []);
  });

  it('is bounded for any text', () => {
    const many = segmentsOf('Short one. '.repeat(10_000));
    assert.equal(many.length, 96);
    const long = segmentsOf('x'.repeat(100_000));
    assert.ok(long.length <= 96 && long.every((segment) => segment.length <= 240));
  });
});
