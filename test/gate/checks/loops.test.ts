import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { longestLoopAtEnd, longestRun, repeatedShares } from '../../../src/gate/checks/loops.js';

describe('longestRun', () => {
  it('finds the longest run of one sign', () => {
    assert.deepEqual(longestRun('aabbbb c'), { sign: 'b', length: 4 });
    assert.deepEqual(longestRun(''), { sign: '', length: 0 });
    assert.deepEqual(longestRun('bbbxaaaaaa'), { sign: 'a', length: 6 });
    assert.deepEqual(longestRun('aabb'), { sign: 'a', length: 2 });
  });
});

describe('longestLoopAtEnd', () => {
  it('finds how often the last passage came, the last time in part', () => {
    assert.deepEqual(longestLoopAtEnd('Well. abcabcabcab'), { rounds: 11 / 3, chars: 11 });
  });

  it('finds none in a text that only repeats twice', () => {
    assert.equal(longestLoopAtEnd('one two one two').rounds, 0);
    assert.equal(longestLoopAtEnd('').rounds, 0);
  });
});

describe('repeatedShares', () => {
  const lines = (line: (at: number) => string): string =>
    Array.from({ length: 20 }, (_, at) => line(at)).join('\n');

  it('is near one for the same line again and again', () => {
    assert.ok(repeatedShares(lines(() => 'The river flows past the old town to the sea.')).exact > 0.9);
  });

  it('tells numbers apart, or does not', () => {
    const shares = repeatedShares(
      lines((at) => `Row ${at} has ${at * 7} red, ${at * 3} blue and ${at * 5} black.`),
    );
    assert.ok(shares.exact < 0.2 && shares.mergedNumbers > 0.9);
  });

  it('is nothing for a short text', () => {
    assert.deepEqual(repeatedShares('a b c '.repeat(10)), { exact: 0, mergedNumbers: 0 });
  });
});
