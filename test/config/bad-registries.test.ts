import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FIXTURES, fixtureNames, problemLines } from './fixtures.js';

function expectedLines(folder: string): string[] {
  return readFileSync(join(folder, 'expected.txt'), 'utf8').trimEnd().split('\n');
}

describe('a registry with one sin gets one line', () => {
  for (const name of fixtureNames('bad')) {
    it(name, () => {
      const folder = join(FIXTURES, 'bad', name);
      const expected = expectedLines(folder);
      assert.deepEqual(problemLines(folder), expected);
      assert.equal(expected.length, 1);
    });
  }
});

describe('a registry with several sins gets a line for each, all at once', () => {
  for (const name of fixtureNames('several')) {
    it(name, () => {
      const folder = join(FIXTURES, 'several', name);
      assert.deepEqual(problemLines(folder), expectedLines(folder));
    });
  }
});
