import { collectLayerTimes, type LayerTime } from './layer-times.js';
import type { ReplayedRequest } from './replay.js';
import { type Refused, type Replayed, actionOf } from './replayed.js';

/** How often a value came up, most frequent first. */
export type Distribution = readonly {
  readonly name: string;
  readonly count: number;
  readonly share: number;
}[];

/** What a registry did with the traffic. */
export interface ReplayReport {
  readonly registry: string;
  readonly routed: number;
  /** Requests that were answered with an error, by its code. */
  readonly refused: Distribution;
  readonly routes: Distribution;
  /** Models, and cascades by their tiers. */
  readonly models: Distribution;
  readonly layers: Distribution;
  readonly reasons: Distribution;
  readonly cost: ReplayCost;
  readonly quality: ReplayQuality;
  readonly latency: readonly LayerTime[];
  /** Doubtful requests that the small model would have been asked about; the registry's answer without it was taken. */
  readonly unasked: number;
  /** Seconds from the first request to the last, reading them included. */
  readonly seconds: number;
  readonly perSecond: number;
}

export interface ReplayCost {
  /** US dollars over all routed requests, at the pool's prices. */
  readonly usd: number;
  /** Requests by where the length of their answer comes from. */
  readonly tokensFrom: Distribution;
  /** Requests that a cascade would answer: only their first tier is counted. */
  readonly cascades: number;
}

export interface ReplayQuality {
  /** Mean probability of a good answer over the requests of which something is known; `null` when nothing is. */
  readonly mean: number | null;
  readonly known: number;
  readonly from: Distribution;
}

/** Takes replayed requests one by one; what it keeps does not grow with them. */
export interface ReplayTally {
  add(replayed: ReplayedRequest): void;
  report(seconds: number): ReplayReport;
}

export function isRefused(result: Replayed | Refused): result is Refused {
  return 'refused' in result;
}

export function createReplayTally(registry: string): ReplayTally {
  const counts = {
    ...{ refused: counter(), routes: counter(), models: counter(), layers: counter(), reasons: counter() },
    ...{ tokensFrom: counter(), qualityFrom: counter() },
  };
  const times = collectLayerTimes();
  const sums = { routed: 0, usd: 0, cascades: 0, quality: 0, known: 0, unasked: 0 };
  return {
    add({ result, signals }) {
      if (isRefused(result)) {
        counts.refused.add(result.refused);
        return;
      }
      times.add(signals);
      sums.routed += 1;
      counts.routes.add(result.route ?? 'none');
      counts.models.add(actionOf(result));
      counts.layers.add(result.layer);
      counts.reasons.add(result.reason);
      counts.tokensFrom.add(result.tokensFrom);
      sums.usd += result.costUsd;
      if (result.tiers.length > 0) sums.cascades += 1;
      if (signals.some((signal) => signal.name === 'llm' && !signal.result.ok)) sums.unasked += 1;
      if (result.quality === null) return;
      sums.known += 1;
      sums.quality += result.quality;
      counts.qualityFrom.add(result.qualityFrom ?? 'declared');
    },
    report: (seconds) => ({
      registry,
      routed: sums.routed,
      refused: counts.refused.shares(),
      routes: counts.routes.shares(),
      models: counts.models.shares(),
      layers: counts.layers.shares(),
      reasons: counts.reasons.shares(),
      cost: { usd: sums.usd, tokensFrom: counts.tokensFrom.shares(), cascades: sums.cascades },
      quality: {
        mean: sums.known === 0 ? null : sums.quality / sums.known,
        known: sums.known,
        from: counts.qualityFrom.shares(),
      },
      latency: times.summarize(),
      unasked: sums.unasked,
      seconds,
      perSecond: (sums.routed + counts.refused.total()) / Math.max(seconds, 1e-9),
    }),
  };
}

interface Counter {
  add(name: string): void;
  total(): number;
  shares(): Distribution;
}

/** Counts names. */
export function counter(): Counter {
  const counts = new Map<string, number>();
  const total = (): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
  return {
    add: (name) => counts.set(name, (counts.get(name) ?? 0) + 1),
    total,
    shares: () => {
      const all = total();
      return [...counts]
        .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
        .map(([name, count]) => ({ name, count, share: count / all }));
    },
  };
}
