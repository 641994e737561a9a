import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

export interface PromtoolResult {
  readonly status: number | null;
  /** What it printed, errors included. */
  readonly output: string;
}

/** Path of the promtool that the tests use; fetched when it is missing. */
export function findPromtool(): string {
  const fetch = join(packageRoot, 'scripts', 'fetch-promtool.mjs');
  const printed = execFileSync(process.execPath, [fetch], { encoding: 'utf8' });
  return printed.trim().split('\n').at(-1) ?? '';
}

export function runPromtool(program: string, ...args: readonly string[]): PromtoolResult {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}
