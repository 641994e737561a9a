import { type Slope, slopeOf } from './slope.js';
import type { Sample, SoakResults, Trends } from './soak-results.js';

/** A goal of the soak, what came of it, and whether it was met. */
export interface Goal {
  readonly what: string;
  readonly limit: string;
  readonly measured: string;
  readonly met: boolean;
  /** How far it is from the limit: 2 is twice as much as may be; infinite where nothing may be. */
  readonly factor: number;
}

/** More than this many MiB an hour after warm-up is a leak, if the whole interval says so. */
export const MOST_MIB_PER_HOUR = 20;

/** Connections come and go with the load; more of them at the end than at the middle is a leak. */
const MOST_MORE_FDS = 16;

/** Changes per hour over the second half: what comes before is warm-up. */
export function trendsOf({ samples }: SoakResults): Trends {
  const later = samples.slice(Math.floor(samples.length / 2));
  const slope = (value: (sample: Sample) => number): Slope =>
    slopeOf(later.map((sample) => ({ seconds: sample.seconds, value: value(sample) })));
  return {
    dragomanMiB: slope(({ dragomanMiB }) => dragomanMiB),
    envoyMiB: slope(({ envoyMiB }) => envoyMiB),
    heapMiB: slope(({ heapMiB }) => heapMiB),
    dragomanFds: slope(({ dragomanFds }) => dragomanFds),
    envoyFds: slope(({ envoyFds }) => envoyFds),
  };
}

/** Whether anything was lost, wrong or left open: true of a run of any length. */
export function firmGoals(results: SoakResults): readonly Goal[] {
  const { fates, samples, records, disturbances } = results;
  const none = (what: string, measured: number): Goal => ({
    ...{
      what,
      limit: '0',
      measured: String(measured),
      met: measured === 0,
      factor: measured === 0 ? 0 : Infinity,
    },
  });
  const dropped = Object.values(samples.at(-1)?.dropped ?? {}).reduce((sum, count) => sum + count, 0);
  const { edits, refusals } = disturbances;
  return [
    none('requests lost', fates.lost),
    none('requests answered wrongly', fates.wrong),
    none('records, spans and prompts dropped', dropped),
    none('decisions without a record', records.decided - records.written - records.waiting),
    fdGoal(samples, 'Dragoman', ({ dragomanFds }) => dragomanFds),
    fdGoal(samples, 'Envoy', ({ envoyFds }) => envoyFds),
    {
      what: 'bad registries that were refused',
      limit: `at least 1, of ${edits.bad} written`,
      measured: String(refusals),
      met: edits.bad === 0 || refusals > 0,
      factor: edits.bad === 0 || refusals > 0 ? 0 : Infinity,
    },
  ];
}

/** The firm goals and memory, which only a run of some length can tell. */
export function goalsOf(results: SoakResults): readonly Goal[] {
  const { dragomanMiB, envoyMiB } = trendsOf(results);
  return [
    ...firmGoals(results),
    memoryGoal('Dragoman', dragomanMiB),
    // Envoy is not ours, but what we make it do is.
    memoryGoal('Envoy', envoyMiB),
  ];
}

function memoryGoal(name: string, slope: Slope): Goal {
  return {
    what: `${name}'s memory after warm-up, MiB an hour`,
    limit: `${MOST_MIB_PER_HOUR}, by the lower bound`,
    measured: slopeText(slope),
    met: !(slope.low > MOST_MIB_PER_HOUR),
    factor: Math.max(0, slope.low) / MOST_MIB_PER_HOUR,
  };
}

export function slopeText({ perHour, low, high }: Slope): string {
  if (Number.isNaN(perHour)) return '-';
  return `${perHour.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`;
}

/** The median of the last tenth against that of the tenth before the middle. */
function fdGoal(samples: readonly Sample[], name: string, value: (sample: Sample) => number): Goal {
  const tenth = Math.max(1, Math.floor(samples.length / 10));
  const middle = Math.max(tenth, Math.floor(samples.length / 2));
  const before = medianOf(samples.slice(middle - tenth, middle).map(value));
  const after = medianOf(samples.slice(-tenth).map(value));
  return {
    what: `${name}'s descriptors at the end, more than at the middle`,
    limit: `at most ${MOST_MORE_FDS}`,
    measured: `${after - before} (${before} to ${after})`,
    met: after - before <= MOST_MORE_FDS,
    factor: Math.max(0, after - before) / MOST_MORE_FDS,
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
