import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { packageRoot } from '../../../src/package-root.js';

interface Licences {
  readonly shippedPackages: (
    lock?: object,
  ) => readonly { readonly name: string; readonly version: string; readonly licence: string }[];
  readonly isAllowed: (expression: string) => boolean;
  readonly licencesPage: () => string;
}

describe('the licences of what is shipped', () => {
  let licences: Licences;
  before(async () => {
    licences = (await import(pathToFileURL(join(packageRoot, 'scripts/licences.mjs')).href)) as Licences;
  });

  it('are allowed, every one', () => {
    const packages = licences.shippedPackages();
    assert.ok(packages.length > 100);
    assert.deepEqual(
      packages.filter(({ licence }) => !licences.isAllowed(licence)),
      [],
    );
  });

  it('are refused where they are unknown, missing or ask for more', () => {
    const refused = [
      '',
      'GPL-3.0-only',
      'AGPL-3.0',
      'MIT AND GPL-2.0',
      'SEE LICENSE IN x',
      'UNLICENSED',
      'BUSL-1.1',
    ];
    for (const expression of refused) assert.equal(licences.isAllowed(expression), false, expression);
    for (const expression of ['MIT', '(MIT OR GPL-2.0)', 'MIT AND ISC']) {
      assert.equal(licences.isAllowed(expression), true, expression);
    }
  });

  it('are read from the lock: what is shipped, without what is for developers', () => {
    const packages = {
      '': { version: '1.0.0', license: 'MIT' },
      'node_modules/a': { version: '1.0.0', license: 'MIT' },
      'node_modules/a/node_modules/@s/b': { version: '2.0.0' },
      'node_modules/c': { version: '3.0.0', license: 'GPL-3.0', dev: true },
    };
    assert.deepEqual(licences.shippedPackages({ packages }), [
      { name: '@s/b', version: '2.0.0', licence: '' },
      { name: 'a', version: '1.0.0', licence: 'MIT' },
    ]);
  });

  it('are those of docs/licences.md', async () => {
    const path = join(packageRoot, 'docs/licences.md');
    const wanted = await format(licences.licencesPage(), { ...(await resolveConfig(path)), filepath: path });
    assert.equal(readFileSync(path, 'utf8'), wanted, 'run npm run generate');
  });
});
