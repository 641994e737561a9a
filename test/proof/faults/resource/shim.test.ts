import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createCleanUp } from '../../../support/clean-up.js';
import { makeShim, type Shim, shimUnavailable } from './shim.js';

const skip = shimUnavailable() ?? false;

describe('the preloaded library', { skip }, () => {
  const cleanUp = createCleanUp();
  let shim: Shim;

  before(() => {
    shim = makeShim(cleanUp);
  });
  after(() => cleanUp.run());

  /** What a script prints in a process with the library. */
  function run(script: string): string {
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script, join(shim.folder, 'file')], {
      encoding: 'utf8',
      env: { ...process.env, ...shim.env },
    });
    assert.equal(stderr, '');
    return stdout;
  }

  const WRITE = `try { fs.writeFileSync(process.argv[1], 'x'); console.log('written') } catch ({ code }) { console.log(code) }`;

  it('changes nothing by itself', () => {
    shim.set({});
    assert.equal(run(WRITE), 'written\n');
  });

  it('fails writes below its folder', () => {
    shim.set({ error: 28 });
    assert.equal(run(WRITE), 'ENOSPC\n');
  });

  it('sets the wall clock, and not the one that only runs forward', () => {
    shim.set({ clockSeconds: 3600 });
    const ahead = Number(run('console.log(Date.now())')) - Date.now();
    assert.ok(ahead > 3_000_000, String(ahead));
    assert.equal(run('console.log(performance.now() < 3_000_000)'), 'true\n');
  });
});
