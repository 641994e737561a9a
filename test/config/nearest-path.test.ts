import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadRegistry } from '../../src/config/load.js';
import { didYouMeanPath } from '../../src/config/nearest-path.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('a path that does not exist', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'examples/smallest'), { recursive: true });
  writeFileSync(join(folder, 'traffic.jsonl'), '');

  it('is told with the one that was meant, whichever of its names is misspelt', () => {
    for (const [path, meant] of [
      ['exampels/smallest', 'examples/smallest'],
      ['examples/smalest/', 'examples/smallest'],
      ['./Example/smallst', 'examples/smallest'],
      ['trafic.jsonl', 'traffic.jsonl'],
    ] as const) {
      const wanted = `; did you mean "${join(folder, meant)}"?`;
      assert.equal(didYouMeanPath(`${folder}/${path}`), wanted, path);
    }
  });

  it('is told alone when nothing is near, also below a file; and one that exists is none', () => {
    for (const path of ['examples/', 'registry', 'examples/hosted', 'traffic.jsonl/x', 'nowhere/smallest']) {
      assert.equal(didYouMeanPath(join(folder, path)), '', path);
    }
  });

  it('is never told with itself, as a link that leads nowhere', () => {
    symlinkSync('nowhere', join(folder, 'link'));
    assert.equal(didYouMeanPath(join(folder, 'link')), '');
  });

  it('is told so of a registry, too', () => {
    const location = join(folder, 'exampels');
    const result = loadRegistry(location);
    assert.deepEqual(result.ok ? [] : result.problems.map(({ file, message }) => [file, message]), [
      [location, `does not exist; did you mean "${join(folder, 'examples')}"?`],
    ]);
  });
});
