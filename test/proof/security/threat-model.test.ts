import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../../src/package-root.js';

const read = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');

/** The page's tables, cell by cell. */
const ROWS = read('docs/threat-model.md')
  .split('\n')
  .filter((line) => /^\| [A-Z]\d+ /.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\||\|$/g, '').trim()));

/** An accepted risk begins with this. */
const ACCEPTED = 'A';

/** `test/file.test.ts`: "title", as the page names a test. */
const TEST = /`(test\/[\w./-]+\.test\.ts)`: "([^"]+)"/g;

function fault(file: string, title: string): string | undefined {
  if (!existsSync(join(packageRoot, file))) return `${file} is not there`;
  const source = read(file);
  const spellings = [`it('${title}'`, `it("${title}"`, `it(\`${title}\``];
  return spellings.some((spelling) => source.includes(spelling))
    ? undefined
    : `${file} has no test "${title}"`;
}

describe('docs/threat-model.md', () => {
  const threats = ROWS.filter(([id = '']) => !id.startsWith(ACCEPTED));
  const accepted = ROWS.filter(([id = '']) => id.startsWith(ACCEPTED));

  it('names a test for every threat, and every test that it names is there', () => {
    assert.ok(threats.length > 40);
    const faults = threats.flatMap(([id = '', , , , shown = '']) => {
      const tests = [...shown.matchAll(TEST)];
      if (tests.length === 0) return [`${id} names no test`];
      return tests.flatMap(([, file = '', title = '']) => fault(file, title) ?? []);
    });
    assert.deepEqual(faults, []);
  });

  it('says of every threat what stops it, and in which file', () => {
    for (const [id = '', threat = '', stop = '', where = ''] of threats) {
      assert.ok(threat.length > 10 && stop.length > 5, id);
      const [, path = ''] = /^`([\w./-]+)`$/.exec(where) ?? [];
      assert.ok(path !== '' && existsSync(join(packageRoot, path)), `${id}: ${where}`);
    }
  });

  it('says of every risk that is accepted what to do about it', () => {
    assert.ok(accepted.length > 5);
    for (const [id = '', risk = '', remedy = ''] of accepted)
      assert.ok(risk.length > 20 && remedy.length > 10, id);
  });

  it('gives each line an id of its own', () => {
    const ids = ROWS.map(([id]) => id);
    assert.equal(new Set(ids).size, ids.length);
  });
});
