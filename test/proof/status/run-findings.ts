import { type Source, whyStale } from '../../../bench/source.js';
import { PROOFS, type ProofName } from './proofs.js';
import { type LoadRecord, nodeMajor, type RunRecord } from './run-record.js';
import {
  countText,
  durationText,
  type Findings,
  type Gap,
  OUT_OF_BOUNDS,
  placeOf,
  type StatusRow,
} from './status-row.js';

/** From nothing, on a fresh machine. */
const MOST_CLUSTER_MINUTES = 30;
const MOST_NAMED = 3;

/** Proofs that end with passed or failed, and the name under which their runs are noted. */
const RUNS = {
  ...{ verify: 'verify', verify22: 'verify', test: 'test', audit: 'audit' },
  ...{ litellm: 'litellm', jaeger: 'jaeger', cluster: 'cluster' },
} as const satisfies Partial<Record<ProofName, string>>;

export type RunName = keyof typeof RUNS;

export const RUN_NAMES = Object.keys(RUNS) as readonly RunName[];

/** The run that counts for a proof: of the source as it is now the newest, else the newest of all. */
export function runOf(
  name: RunName,
  records: readonly RunRecord[],
  now: Source | undefined,
): RunRecord | undefined {
  const { node } = PROOFS[name];
  const own = records
    .filter((record) => record.name === RUNS[name] && [undefined, nodeMajor(record)].includes(node))
    .toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  return own.find(({ source }) => whyStale(source, now) === undefined) ?? own[0];
}

export function runFindings(name: RunName, records: readonly RunRecord[], now: Source | undefined): Findings {
  const record = runOf(name, records, now);
  const why = record === undefined ? 'it was never run' : whyStale(record.source, now);
  if (record === undefined || why !== undefined) {
    return { rows: [], gaps: [{ by: name, what: PROOFS[name].what, why: why ?? '' }] };
  }
  const { startedAt, machine, passed, loads = [] } = record;
  const gaps = gapsOf(name, record);
  // Where all of it was left out, nothing failed, and nothing was shown.
  if (passed === 0 && gaps.length > 0) return { rows: [], gaps };
  return {
    rows: [
      rowOf(name, record),
      ...(name === 'cluster' ? [clusterTime(record)] : []),
      ...loads.map((load) => loadRow(name, load)),
    ],
    gaps,
    place: placeOf(startedAt, machine),
  };
}

function rowOf(by: RunName, record: RunRecord): StatusRow {
  const { ok, passed, failed = 0, failures = [], leftOut = [], stopped, seconds } = record;
  const named = failures.slice(0, MOST_NAMED).map(({ file, name }) => `${name} (\`${file}\`)`);
  const counts = passed === undefined ? [] : [`${passed.toLocaleString('en')} passed, ${failed} failed`];
  const verdict = !ok ? 'failed' : leftOut.length > 0 ? 'passed, but for what was left out' : 'passed';
  const told = [...counts, ...named, ...(stopped === undefined ? [] : [stopped])];
  return {
    ...{ by, what: PROOFS[by].what, goal: 'all pass' },
    measured: `${told.length === 0 ? verdict : told.join('; ')}, in ${durationText(seconds)}`,
    factor: ok ? 0 : OUT_OF_BOUNDS,
    isGrave: !ok,
  };
}

function clusterTime({ seconds }: RunRecord): StatusRow {
  return {
    ...{ by: 'cluster', what: 'time of the whole cluster test', measured: durationText(seconds) },
    ...{ goal: `at most ${MOST_CLUSTER_MINUTES} min`, isGrave: false },
    factor: seconds / 60 / MOST_CLUSTER_MINUTES,
  };
}

function loadRow(by: RunName, { what, sent, lost, wrong, undecided, retried }: LoadRecord): StatusRow {
  const beside = [
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
    ...(retried > 0 ? [`${retried} tried again`] : []),
  ];
  const isGrave = lost + wrong > 0;
  return {
    ...{ by, what, goal: 'none lost or wrong', factor: isGrave ? OUT_OF_BOUNDS : 0, isGrave },
    measured: [`${lost} lost and ${wrong} wrong of ${countText(sent, 'request')}`, ...beside].join(', '),
  };
}

function gapsOf(by: RunName, { leftOut = [], skips = [] }: RunRecord): Gap[] {
  return [
    ...leftOut.map(({ what, why }) => ({ by, what, why })),
    ...skips.map(({ file, name, why }) => ({ by, what: `${name} (\`${file}\`)`, why })),
  ];
}
