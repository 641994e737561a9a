import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { packageRoot } from '../../src/package-root.js';
import { readPages } from './page.js';

const execute = promisify(execFile);

describe("the README's quick start", () => {
  it('begins with npm start', () => {
    const readme = readPages().find(({ path }) => path === 'README.md');
    const [first] = readme?.blocks ?? [];
    assert.match(first?.script ?? '', /^npm start\b/m);
    assert.equal(first?.how, 'long');
  });

  it('shows every prompt reaching the model it should', async () => {
    const { stdout } = await execute('npm', ['start', '--', '--once'], { cwd: packageRoot });
    const [, reached, sent] = /^(\d+)\/(\d+) prompts reached the expected model$/m.exec(stdout) ?? [];
    assert.ok(Number(sent) >= 20, stdout);
    assert.equal(reached, sent, stdout);
  });
});
