import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/package-root.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const REGISTRY = join(packageRoot, 'examples/smallest');

describe('dragoman envoy --static', () => {
  const folder = temporaryFolder();
  const bad = join(folder, 'bad');
  mkdirSync(bad);
  const text = readFileSync(join(REGISTRY, 'registry.yaml'), 'utf8');
  writeFileSync(join(bad, 'registry.yaml'), text.replace('default: large', 'default: huge'));

  it('writes what it prints without it', () => {
    const file = join(folder, 'envoy.yaml');
    const ran = dragoman(['envoy', REGISTRY, '--static', file]);
    assert.equal(ran.status, 0, ran.stderr);
    assert.equal(ran.stdout, '');
    assert.equal(readFileSync(file, 'utf8'), dragoman(['envoy', REGISTRY]).stdout);
  });

  it('writes nothing of a registry that is not valid', () => {
    const file = join(folder, 'none.yaml');
    const ran = dragoman(['envoy', bad, '--static', file]);
    assert.equal(ran.status, 1);
    assert.match(ran.stderr, /registry\.yaml:\d+.*huge/);
    assert.equal(existsSync(file), false);
  });

  it('writes an empty configuration of it with --or-empty, and says why', () => {
    const file = join(folder, 'empty.yaml');
    const ran = dragoman(['envoy', bad, '--static', file, '--or-empty']);
    assert.equal(ran.status, 0);
    assert.match(ran.stderr, /registry\.yaml:\d+.*huge/);
    assert.equal(readFileSync(file, 'utf8'), '{}\n');
  });

  it('says where it cannot write', () => {
    const ran = dragoman(['envoy', REGISTRY, '--static', join(folder, 'no/such/folder.yaml')]);
    assert.equal(ran.status, 1);
    assert.match(ran.stderr, /Cannot write to .*folder\.yaml: ENOENT/);
  });

  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['--out beside it', ['--static', 'a.yaml', '--out', 'b'], /either --out DIR or --static FILE/],
    ['--or-empty without it', ['--or-empty'], /--or-empty needs --static FILE/],
  ];
  for (const [what, flags, message] of wrong) {
    it(`refuses ${what}`, () => {
      const ran = dragoman(['envoy', REGISTRY, ...flags]);
      assert.equal(ran.status, 2);
      assert.match(ran.stderr, message);
    });
  }
});
