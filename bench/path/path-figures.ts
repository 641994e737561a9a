import type { Memory } from '../process-usage.js';
import type { BodySize } from './bodies.js';

/** Envoy alone, Envoy with an empty ext_proc server, and Dragoman by what decides; see {@link TARGET_MEANINGS}. */
export const PATH_TARGETS = [
  ...(['envoy', 'empty'] as const),
  ...(['rule', 'cache', 'fast', 'encoder', 'accepted', 'escalated'] as const),
] as const;

/** What the recorded traffic is sent through; `mixed` is Dragoman, which decides each request in its own way. */
export const TRACE_TARGETS = ['envoy', 'empty', 'mixed'] as const;

export type PathTarget = (typeof PATH_TARGETS)[number] | (typeof TRACE_TARGETS)[number];

/** Layers that need neither encoder nor a model's answer. */
export const CHEAP_TARGETS: readonly PathTarget[] = ['rule', 'cache', 'fast'];

/** What a request passes through. */
export const TARGET_MEANINGS: Readonly<Record<PathTarget, string>> = {
  envoy: 'Envoy alone, which only forwards',
  empty:
    'Envoy with the configuration that Dragoman writes, and a server of grpc-js in Node with nothing behind it',
  rule: 'the same with `dragoman serve`; a keyword rule decides, after the rules of two more routes were tried',
  cache: 'the same; the request was decided before',
  fast: 'the same; the fast head decides, on a text that is not in the cache',
  encoder: 'the same; the fast head is in doubt, and the sentence encoder embeds a text that it has not seen',
  accepted: 'a cascade: the first tier answers 1 KB, the gate judges it and lets it pass',
  escalated: 'the same, but the gate lets nothing pass: the second tier answers as well',
  mixed: 'the recorded traffic through `dragoman serve`; what decides differs from request to request',
};

/** What is sent: bodies of a size in bytes, or the recorded traffic. */
export type LoadName = BodySize | 'trace';

/** The whole path, measured with requests through Envoy. */
export interface PathFigures {
  readonly settings: PathSettings;
  /** Round by round, in the order in which they were measured. */
  readonly cells: readonly PathCell[];
  /** Quantiles over the requests of all rounds. */
  readonly pooled: readonly PooledLatency[];
  readonly starts: readonly StartFigure[];
  readonly memory: PathMemory;
  /** Version of vegeta, which sends the load. */
  readonly generator: string;
  /** Why the recorded traffic was not sent; absent when it was. */
  readonly traceMissing?: string;
}

export interface PathSettings {
  readonly rounds: number;
  /** Of load before the first round, for each target with each load: code is compiled as it runs. */
  readonly warmUpSeconds: number;
  /** The fixed rate, the same for all targets. */
  readonly perSecond: number;
  readonly steadySeconds: number;
  /** Clients at saturation. */
  readonly connections: number;
  readonly saturatedSeconds: number;
  /** At half of the target's own saturation. */
  readonly halfSeconds: number;
  readonly starts: number;
  /** Whether the registry was kept small, as a smoke run does. */
  readonly isSmall: boolean;
}

/** One target with one load in one round. */
export interface PathCell {
  readonly round: number;
  readonly load: LoadName;
  readonly target: PathTarget;
  /** At the fixed rate. */
  readonly steady: Phase;
  readonly saturated: Phase;
  /** At half of the rate at which the target, saturated, decided as it is meant to in the rounds before. */
  readonly half: Phase & { readonly perSecond: number };
}

/** A stretch of load. */
export interface Phase {
  readonly answered: number;
  readonly failed: number;
  /** Answers by status; `0` stands for no answer. */
  readonly statuses: Readonly<Record<string, number>>;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Latency of the answers; with planned times counted from the plan. */
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  /** By how much the load generator was behind its plan at most. */
  readonly behindUs: number;
  /** CPU time of Envoy in milliseconds, over all answers. */
  readonly envoyCpuMs: number;
  /** CPU time of the ext_proc server in milliseconds; 0 where there is none. */
  readonly serverCpuMs: number;
  /** Requests that were decided the way the target stands for; of `mixed`, in any way but for want of the encoder. */
  readonly asMeant: number;
  /** Decisions of Dragoman by layer, from its own metrics; empty where there is none. */
  readonly layers: Readonly<Record<string, number>>;
}

export type PhaseName = 'steady' | 'half';

export interface PooledLatency {
  readonly load: LoadName;
  readonly target: PathTarget;
  readonly phase: PhaseName;
  readonly count: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
}

/** A start of `dragoman serve` with the encoder, on `bench/registry`. */
export interface StartFigure {
  /** From the start of the process until it says that it is ready; asked every 50 ms. */
  readonly readyMs: number;
  /** CPU time of the process, threads that ended included, until the first request that Envoy sent was decided. */
  readonly cpuMs: number;
}

/** After all load. */
export interface PathMemory {
  /** The pair that serves rules, cache, fast head and encoder. */
  readonly envoy: Memory;
  readonly dragoman: Memory;
  /** The pair of the empty server. */
  readonly emptyEnvoy: Memory;
  readonly emptyServer: Memory;
}
