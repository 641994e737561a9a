import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readNumber, readWhole } from '../../../src/admin/query/read-number.js';

const BOUNDS = { least: 0, most: 10, byDefault: undefined };

describe('readNumber', () => {
  it('reads what lies within the bounds', () => {
    for (const [value, expected] of [
      ['0', 0],
      ['10', 10],
      ['.5', 0.5],
      [null, undefined],
      [undefined, undefined],
    ] as const) {
      assert.deepEqual(readNumber('n', value, BOUNDS), { ok: true, value: expected });
    }
  });

  it('quotes what does not, and says the bounds', () => {
    for (const value of ['-1', '10.1', 'x', '', ' ', 'NaN', 'Infinity', '9'.repeat(500)]) {
      const read = readNumber('n', value, BOUNDS);
      assert.ok(!read.ok, value);
      assert.match(read.problem.message, /"n" is ".*"; send 0 to 10\./);
      assert.ok(read.problem.message.length < 150);
    }
  });
});

describe('readWhole', () => {
  it('wants a whole number', () => {
    assert.deepEqual(readWhole('n', '3', BOUNDS), { ok: true, value: 3 });
    assert.deepEqual(readWhole('n', null, { ...BOUNDS, byDefault: 7 }), { ok: true, value: 7 });
    const read = readWhole('n', '3.5', BOUNDS);
    assert.match(read.ok ? '' : read.problem.message, /"n" is 3.5; send a whole number/);
  });
});
