import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../../src/package-root.js';
import { FOUND_BUGS } from './found-bugs.js';
import { fuzzPage } from './fuzz-page.js';
import { readInput, writeInput } from './input-json.js';
import { parseOptions } from './options.js';
import { readResults } from './results.js';
import { TARGETS } from './targets.js';

const PAGE = join(packageRoot, 'docs/fuzz.md');

describe('docs/fuzz.md', () => {
  it('is what the results give', async () => {
    assert.equal(readFileSync(PAGE, 'utf8'), await fuzzPage(readResults(), PAGE));
  });

  it('names inputs that are there, of targets that are there', () => {
    for (const { file } of FOUND_BUGS) {
      assert.ok(file === undefined || existsSync(join(packageRoot, 'test/fixtures/fuzz', file)), file);
    }
    const names = TARGETS.map(({ name }) => name);
    assert.deepEqual([...new Set(names)], names);
    assert.deepEqual(
      readResults().targets.map(({ target }) => target),
      names,
    );
  });
});

describe('an input that is kept', () => {
  it('is the same when it is read again', () => {
    const input = {
      ...{
        text: Buffer.from('é\0'),
        bytes: Buffer.from([0xff, 0]),
        half: '\ud800',
        none: null,
        list: [-0, NaN, Infinity, 1],
      },
      nested: { $text: 'not bytes', more: true },
    };
    assert.deepEqual(readInput(writeInput(input)), input);
  });
});

describe('the flags of npm run test:fuzz', () => {
  it('have defaults, and are refused with their value', () => {
    const { inputs, mostMs, seed } = parseOptions([]);
    assert.deepEqual([inputs, mostMs, Number.isInteger(seed)], [1_000_000, Infinity, true]);
    assert.equal(parseOptions(['--minutes', '2']).inputs, Infinity);
    assert.throws(() => parseOptions(['--only', 'nothing']), /--only is "nothing"/);
    assert.throws(() => parseOptions(['--inputs', 'many']), /--inputs is "many"/);
  });
});
