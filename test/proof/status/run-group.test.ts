import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../../src/package-root.js';
import { eventually } from '../../support/eventually.js';

interface Module {
  readonly runGroup: (
    command: string,
    args: readonly string[],
    cwd: string,
  ) => { readonly code: Promise<number>; readonly end: (signal: NodeJS.Signals) => void };
}

/** Starts a program of its own, tells its id, and waits for ever. */
const PARENT = `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
require('node:fs').writeFileSync(process.argv[1], String(child.pid));
setInterval(() => {}, 1000);`;

describe('a part of npm run prove', () => {
  it('ends with all that it started when it is told to', async () => {
    const url = pathToFileURL(join(packageRoot, 'scripts/run-group.mjs')).href;
    const { runGroup } = (await import(url)) as Module;
    const folder = mkdtempSync(join(tmpdir(), 'dragoman-run-group-test-'));
    const file = join(folder, 'pid');
    const group = runGroup(process.execPath, ['-e', PARENT, file], folder);
    try {
      await eventually('the program below', () => existsSync(file) && readFileSync(file, 'utf8') !== '');
      const below = Number(readFileSync(file, 'utf8'));
      assert.ok(isAlive(below));
      group.end('SIGTERM');
      assert.equal(await group.code, 1);
      await eventually('the end of the program below', () => !isAlive(below));
    } finally {
      group.end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
