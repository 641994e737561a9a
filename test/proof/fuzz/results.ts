import { cpus } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OfSource } from '../../../bench/source.js';
import { packageRoot } from '../../../src/package-root.js';
import type { FuzzTotals, TargetTotals } from './run-fuzz.js';

/** Where a run keeps its figures, relative to the repository's root. */
export const RESULTS_FILE = 'test/proof/results/fuzz.json';

/** What a run of the fuzzer found, as it is kept in the repository. */
export interface FuzzResults extends OfSource {
  /** When it ended. */
  readonly date: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
  /** The command's own settings. */
  readonly seed: number;
  readonly threads: number;
  readonly seconds: number;
  /** Inputs of all targets. */
  readonly inputs: number;
  readonly targets: readonly (TargetTotals & { readonly failures: number })[];
  readonly guided: FuzzTotals['guided'];
  readonly failures: readonly { readonly target: string; readonly message: string; readonly seed: number }[];
}

export function resultsOf(
  { totals, guided, failures }: FuzzTotals,
  run: Pick<FuzzResults, 'source' | 'seed' | 'threads' | 'seconds'>,
): FuzzResults {
  const all = cpus();
  return {
    date: new Date().toISOString(),
    machine: { cpu: all[0]?.model.trim() ?? 'unknown', cores: all.length, node: process.versions.node },
    ...run,
    inputs: totals.reduce((sum, { inputs }) => sum + inputs, 0),
    targets: totals.map((one) => ({
      ...one,
      cpuMs: Math.round(one.cpuMs),
      failures: failures.filter(({ target }) => target === one.target).length,
    })),
    guided,
    failures: failures.map(({ target, message, seed }) => ({ target, message, seed })),
  };
}

export function readResults(): FuzzResults {
  return JSON.parse(readFileSync(join(packageRoot, RESULTS_FILE), 'utf8')) as FuzzResults;
}
