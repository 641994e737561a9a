import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Machine } from './results.js';

/** Load average over one minute. */
export function loadAverage(): number {
  return loadavg()[0] ?? NaN;
}

/** @param envoy path of the Envoy binary */
export function describeThisMachine(envoy: string): Omit<Machine, 'loadBefore' | 'loadAfter'> {
  const all = cpus();
  const version = execFileSync(envoy, ['--version'], { encoding: 'utf8' });
  return {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGiB: totalmem() / 2 ** 30,
    node: process.versions.node,
    envoy: /\/(\d+\.\d+\.\d+)\//.exec(version)?.[1] ?? version.trim(),
  };
}
