import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '../../../bench/source.js';
import { packageRoot } from '../../../src/package-root.js';
import { RESULTS_FILE as FAULTS_FILE } from '../faults/options.js';
import { RESULTS_FILE as FUZZ_FILE } from '../fuzz/results.js';
import { RESULTS_FILE as OVERLOAD_FILE } from '../overload/options.js';
import { RESULTS_FILE as SOAK_FILE } from '../soak/options.js';
import type { RunRecord } from './run-record.js';
import type { StatusInputs } from './status-of.js';

/** Where runs are noted as they end, which git ignores, and where they are kept; relative to the repository's root. */
const NOTED_RUNS = '.cache/status';
const KEPT_RUNS = 'test/proof/results/runs';

/** Folders with a file a run, named after its date. */
const BENCH_FOLDER = 'bench/results';
const QUALITY_FOLDER = 'bench/quality/results';

/** What lies in the repository. @param now the source that counts */
export function readInputs(now: Source | undefined): StatusInputs {
  const found = {
    ...{ bench: newestOf(BENCH_FOLDER), quality: newestOf(QUALITY_FOLDER), overload: read(OVERLOAD_FILE) },
    ...{ faults: read(FAULTS_FILE), fuzz: read(FUZZ_FILE), soak: read(SOAK_FILE) },
  };
  const results = Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as Omit<StatusInputs, 'now' | 'runs'>;
  return { now, ...results, runs: readRuns(KEPT_RUNS) };
}

/** Copies the runs that were noted since the last time to those that are kept. */
export function keepRuns(): void {
  const kept = readRuns(KEPT_RUNS);
  for (const name of namesIn(NOTED_RUNS)) {
    const text = readFileSync(join(packageRoot, NOTED_RUNS, name), 'utf8');
    const run = JSON.parse(text) as RunRecord;
    if (kept.some((other) => isSameKind(other, run) && other.startedAt >= run.startedAt)) continue;
    mkdirSync(join(packageRoot, KEPT_RUNS), { recursive: true });
    writeFileSync(join(packageRoot, KEPT_RUNS, name), text);
  }
}

/** Runs of one name have a file for each version of Node. */
function isSameKind(a: RunRecord, b: RunRecord): boolean {
  const major = ({ machine }: RunRecord): string | undefined => machine.node.split('.')[0];
  return a.name === b.name && major(a) === major(b);
}

function readRuns(folder: string): readonly RunRecord[] {
  return namesIn(folder).map((name) => read(`${folder}/${name}`) as RunRecord);
}

function newestOf(folder: string): unknown {
  const name = namesIn(folder).at(-1);
  return name === undefined ? undefined : read(`${folder}/${name}`);
}

function namesIn(folder: string): readonly string[] {
  const path = join(packageRoot, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .sort();
}

function read(file: string): unknown {
  const path = join(packageRoot, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown) : undefined;
}
