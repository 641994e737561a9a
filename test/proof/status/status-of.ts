import type { Results as QualityResults } from '../../../bench/quality/results.js';
import type { Results as BenchResults } from '../../../bench/results.js';
import type { Source } from '../../../bench/source.js';
import type { FaultResults } from '../faults/fault-results.js';
import type { FuzzResults } from '../fuzz/results.js';
import type { OverloadResults } from '../overload/overload-results.js';
import type { SoakResults } from '../soak/soak-results.js';
import { benchFindings } from './bench-findings.js';
import { faultFindings } from './fault-findings.js';
import { fuzzFindings } from './fuzz-findings.js';
import { overloadFindings } from './overload-findings.js';
import { type Promised, PROMISES, type Shown } from './promises.js';
import { type ProofName } from './proofs.js';
import { qualityFindings } from './quality-findings.js';
import { RUN_NAMES, runFindings, runOf } from './run-findings.js';
import type { RunRecord } from './run-record.js';
import { soakFindings } from './soak-findings.js';
import type { Findings } from './status-row.js';

/** Everything that the page is made from. */
export interface StatusInputs {
  /** The source as it is; `undefined` where nothing tells. */
  readonly now: Source | undefined;
  readonly bench?: BenchResults;
  readonly quality?: QualityResults;
  readonly overload?: OverloadResults;
  readonly faults?: FaultResults;
  readonly fuzz?: FuzzResults;
  readonly soak?: SoakResults;
  readonly runs: readonly RunRecord[];
}

/** What a promise is worth on this source. */
export type Verdict = 'holds' | 'broken' | 'not shown';

export interface Judged extends Promised {
  readonly verdict: Verdict;
}

export interface Status {
  readonly findings: Readonly<Record<ProofName, Findings>>;
  readonly promises: readonly Judged[];
}

export function statusOf(inputs: StatusInputs): Status {
  const { now, runs } = inputs;
  const findings: Record<ProofName, Findings> = {
    ...recordOf(RUN_NAMES, (name) => runFindings(name, runs, now)),
    bench: benchFindings(inputs.bench, now),
    quality: qualityFindings(inputs.quality, now),
    overload: overloadFindings(inputs.overload, now),
    faults: faultFindings(inputs.faults, now),
    fuzz: fuzzFindings(inputs.fuzz, now),
    soak: soakFindings(inputs.soak, now),
  };
  const testRun = runOf('test', runs, now);
  const promises = PROMISES.map((promised) => ({
    ...promised,
    verdict: worstOf(promised.by.map((shown) => verdictOf(shown, findings[shown.proof], testRun))),
  }));
  return { findings, promises };
}

function recordOf<K extends string, V>(names: readonly K[], value: (name: K) => V): Record<K, V> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<K, V>;
}

function verdictOf({ tests }: Shown, { rows, gaps }: Findings, testRun: RunRecord | undefined): Verdict {
  if (rows.length === 0) return 'not shown';
  if (tests !== undefined && testRun !== undefined) return verdictOfTests(tests, testRun);
  if (rows.some(({ isGrave }) => isGrave)) return 'broken';
  return gaps.length > 0 ? 'not shown' : 'holds';
}

/** A run that ended before its end does not tell which files it came to. */
function verdictOfTests(
  tests: readonly string[],
  { failures = [], skips = [], leftOut = [], stopped }: RunRecord,
): Verdict {
  const among = (files: readonly string[]): boolean => files.some((file) => tests.includes(file));
  if (among(failures.map(({ file }) => file))) return 'broken';
  const unseen = [...skips.map(({ file }) => file), ...leftOut.flatMap(({ files = [] }) => files)];
  return stopped !== undefined || among(unseen) ? 'not shown' : 'holds';
}

const WORST: readonly Verdict[] = ['broken', 'not shown', 'holds'];

function worstOf(verdicts: readonly Verdict[]): Verdict {
  return WORST.find((verdict) => verdicts.includes(verdict)) ?? 'not shown';
}
