import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { packageRoot } from '../../src/package-root.js';

const execute = promisify(execFile);

/** The commands of the first `sh` block under the heading "Quick start", without comments. */
async function quickStart(): Promise<readonly string[]> {
  const readme = await readFile(join(packageRoot, 'README.md'), 'utf8');
  const section = /^## Quick start$([^]*?)(?=^## |(?![^]))/m.exec(readme)?.[1] ?? '';
  const block = /^```sh\n([^]*?)^```$/m.exec(section)?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

describe("the README's quick start", () => {
  it('has commands that the clone can run', async () => {
    const commands = await quickStart();
    assert.ok(commands.includes('npm start'), commands.join('; '));
    for (const command of commands)
      assert.match(command, /^(git clone |cd |npm (start|test|run )|npx dragoman )/);
  });

  it('shows every prompt reaching the model it should', async () => {
    const { stdout } = await execute('npm', ['start', '--', '--once'], { cwd: packageRoot });
    const [, reached, sent] = /^(\d+)\/(\d+) prompts reached the expected model$/m.exec(stdout) ?? [];
    assert.ok(Number(sent) >= 20, stdout);
    assert.equal(reached, sent, stdout);
  });
});
