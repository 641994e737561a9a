import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstProblems } from '../../../src/cli/output/first-problems.js';

describe('firstProblems', () => {
  it('tells all of a few, and counts the rest of many', () => {
    const many = Array.from({ length: 23 }, (_, at) => `line ${at + 1}`);
    assert.deepEqual(firstProblems(many.slice(0, 20)), many.slice(0, 20));
    assert.deepEqual(firstProblems(many), [...many.slice(0, 20), 'and 3 more']);
  });
});
