import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually } from '../support/eventually.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { startShell, type Shell } from './shell.js';

const PATIENCE_MS = 30_000;

describe('startShell', () => {
  const folder = temporaryFolder();
  const within = async (work: (shell: Shell) => Promise<void>): Promise<void> => {
    const shell = startShell({ folder, scratch: folder, env: process.env });
    try {
      await work(shell);
    } finally {
      await shell.stop();
    }
  };

  it('keeps what a block sets for the next one, and their outputs apart', () =>
    within(async (shell) => {
      assert.deepEqual(await shell.run('export A=1; cd /', PATIENCE_MS), {
        ...{ failure: undefined, stdout: '', stderr: '' },
      });
      const { failure, stdout, stderr } = await shell.run('echo "$A $PWD"; echo b >&2', PATIENCE_MS);
      assert.deepEqual([failure, stdout, stderr], [undefined, '1 /\n', 'b\n']);
    }));

  it('ends at the first command that fails, and names it', () =>
    within(async (shell) => {
      const { failure, stdout, stderr } = await shell.run(
        'echo a\nls /nowhere >/dev/null 2>&1\necho b',
        PATIENCE_MS,
      );
      assert.deepEqual([failure, stdout], ['exit code 2', 'a\n']);
      assert.match(stderr, /^\(line 2 failed: ls \/nowhere/m);
    }));

  it('does not wait for ever', () =>
    within(async (shell) => {
      const { failure } = await shell.run('sleep 600', 100);
      assert.equal(failure, 'still running after 0.1 s');
    }));

  it('leaves nothing running', async () => {
    let pid = 0;
    await within(async (shell) => {
      const { stdout } = await shell.run('sleep 600 &\necho $!', PATIENCE_MS);
      pid = Number(stdout);
      process.kill(pid, 0);
    });
    await eventually('the process is gone', () => !isRunning(pid));
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
