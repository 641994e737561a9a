import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadResult, Pace } from '../load/load-job.js';
import { cpuMs } from '../process-usage.js';
import { median, quantile } from '../statistics.js';
import type { LoadName, PathCell, Phase, PhaseName } from './path-figures.js';
import type { PathPlan } from './path-plan.js';
import type { Target } from './path-targets.js';
import { layersSince, readLayers } from './read-layers.js';
import type { Pair } from './start-targets.js';
import { waitForCalm } from './wait-for-calm.js';

export interface MeasuredCell {
  readonly cell: PathCell;
  /** Of each answer. */
  readonly latenciesUs: Readonly<Record<PhaseName, readonly number[]>>;
}

/** Envoy reports finished requests every 0.2 s, and reading the reports is work of the same requests. */
const REPORTS_MS = 250;

/** More than any target decides: a text that came a second time would be the cache's. */
const FASTEST_PER_SECOND: Readonly<Record<LoadName, number>> = {
  ...{ 200: 5_000, 2048: 5_000, 32_768: 2_500, trace: 1_500 },
};

/** @returns how many requests a second were decided as the target is meant to */
export async function warmUp(target: Target, load: LoadName, plan: PathPlan): Promise<number> {
  const { connections, warmUpSeconds } = plan.settings;
  const how = { seconds: warmUpSeconds, pace: { connections } };
  const { phase } = await measurePhase(target, load, plan, how);
  await waitForCalm(target.pair.admin);
  return phase.asMeant / phase.seconds;
}

/** @param rates at which the target, saturated, decided as it is meant to before */
export async function measureCell(
  target: Target,
  load: LoadName,
  rates: readonly number[],
  plan: PathPlan,
): Promise<{ cell: Omit<PathCell, 'round'>; latenciesUs: MeasuredCell['latenciesUs'] }> {
  const { perSecond, steadySeconds, connections, saturatedSeconds, halfSeconds } = plan.settings;
  const measure = (seconds: number, pace: Pace): ReturnType<typeof measurePhase> =>
    measurePhase(target, load, plan, { seconds, pace });
  const steady = await measure(steadySeconds, { perSecond });
  const halfRate = Math.max(Math.round(median(rates) / 2), 1);
  const half = await measure(halfSeconds, { perSecond: halfRate });
  const saturated = await measure(saturatedSeconds, { connections });
  await waitForCalm(target.pair.admin);
  return {
    cell: {
      ...{ load, target: target.name },
      steady: steady.phase,
      saturated: saturated.phase,
      half: { ...half.phase, perSecond: halfRate },
    },
    latenciesUs: { steady: steady.latenciesUs, half: half.latenciesUs },
  };
}

async function measurePhase(
  target: Target,
  load: LoadName,
  { client }: PathPlan,
  { seconds, pace }: { readonly seconds: number; readonly pace: Pace },
): Promise<{ phase: Phase; latenciesUs: readonly number[] }> {
  const { pair } = target;
  const expected = 'perSecond' in pace ? pace.perSecond : FASTEST_PER_SECOND[load];
  const requests = target.requests(load, Math.ceil(expected * seconds) + 1);
  const layersBefore = await readLayers(pair.admin);
  const before = cpuOf(pair);
  const result = await client.run({ url: `${pair.url}/v1/chat/completions`, requests, seconds, pace });
  await sleep(REPORTS_MS);
  const after = cpuOf(pair);
  // A look at the metrics is work as well, so it stays outside of what is counted.
  const layers = layersSince(layersBefore, await readLayers(pair.admin));
  const { latenciesUs } = result;
  return {
    latenciesUs,
    phase: {
      ...latencyOf(result),
      envoyCpuMs: after.envoy - before.envoy,
      serverCpuMs: after.server - before.server,
      asMeant: target.asMeant(result, layers),
      layers,
    },
  };
}

function latencyOf({
  latenciesUs,
  failed,
  statuses,
  seconds,
  behindUs,
}: LoadResult): Omit<Phase, 'envoyCpuMs' | 'serverCpuMs' | 'asMeant' | 'layers'> {
  const at = (share: number): number => quantile(latenciesUs, share);
  return {
    answered: latenciesUs.length,
    ...{ failed, statuses, seconds, behindUs },
    ...{ p50Us: at(0.5), p90Us: at(0.9), p99Us: at(0.99) },
  };
}

function cpuOf({ envoyPid, serverPid }: Pair): { envoy: number; server: number } {
  return { envoy: cpuMs(envoyPid), server: serverPid === undefined ? 0 : cpuMs(serverPid) };
}
