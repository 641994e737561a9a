import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FIXTURES, fixtureNames, problemLines } from './fixtures.js';

describe('a registry with one sin gets one line', () => {
  for (const name of fixtureNames('bad')) {
    it(name, () => {
      const folder = join(FIXTURES, 'bad', name);
      const expected = readFileSync(join(folder, 'expected.txt'), 'utf8').trimEnd().split('\n');
      assert.deepEqual(problemLines(folder), expected);
      assert.equal(expected.length, 1);
    });
  }
});
