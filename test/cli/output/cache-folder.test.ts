import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { openCacheFolder } from '../../../src/cli/output/cache-folder.js';

describe('openCacheFolder', () => {
  it('makes a folder that lasts as long as the run', async () => {
    const folder = await openCacheFolder(undefined);
    assert.ok(existsSync(folder.path));
    await folder.close();
    assert.ok(!existsSync(folder.path));
  });

  it('leaves the folder of the flag where it is', async () => {
    const folder = await openCacheFolder(import.meta.dirname);
    assert.equal(folder.path, import.meta.dirname);
    await folder.close();
    assert.ok(existsSync(import.meta.dirname));
  });
});
