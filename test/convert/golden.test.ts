import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/package-root.js';
import { convertText, FIXTURES, linesOf, readFixture, registryOf } from './convert-fixture.js';

/** What a conversion writes and tells, as one text. Each golden file is what this makes of the fixture. */
function transcriptOf(name: string): string {
  const conversion = convertText(readFixture(name));
  const told = linesOf(conversion).map((line) => `# ${line}\n`);
  return `${Object.values(conversion.files).join('---\n')}---\n${told.join('')}`;
}

describe('converted fixtures', () => {
  for (const name of FIXTURES) {
    it(`write and tell of ${name} what the golden file has`, () => {
      const golden = join(packageRoot, 'test/convert/golden', `${name}.yaml`);
      assert.equal(transcriptOf(name), readFileSync(golden, 'utf8'));
    });

    it(`load as a registry, from ${name}`, () => {
      const { pool, routes } = registryOf(convertText(readFixture(name)));
      assert.ok(pool.models.has(pool.default));
      assert.ok(routes.length > 0);
    });

    it(`are the same twice, from ${name}`, () => {
      assert.equal(transcriptOf(name), transcriptOf(name));
    });
  }
});
