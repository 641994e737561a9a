import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packageRoot } from '../../src/package-root.js';
import { createCleanUp } from '../support/clean-up.js';

const execute = promisify(execFile);

describe('onnxruntime', () => {
  const cleanUp = createCleanUp();
  afterEach(() => cleanUp.run());

  it('leaves nothing in the home folder of who uses the encoder, and so has nothing to tell anybody', async () => {
    const home = await mkdtemp(join(tmpdir(), 'dragoman-home-'));
    cleanUp.add(() => rm(home, { recursive: true, force: true }));
    const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
    const registry = join(packageRoot, 'examples/smallest');
    const { stdout } = await execute(
      process.execPath,
      [main, 'explain', registry, 'a word that no rule and no cache knows', '--table'],
      {
        env: {
          ...process.env,
          ORT_DISABLE_TELEMETRY: undefined,
          HOME: home,
          XDG_CACHE_HOME: join(home, '.cache'),
        },
      },
    );
    assert.match(stdout, /similarity/);
    const found = await readdir(home, { recursive: true });
    assert.deepEqual(
      found.filter((name) => /onnxruntime|microsoft/i.test(name)),
      [],
    );
  });
});
