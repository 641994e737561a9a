import type { Latency } from '../results.js';

/**
 * `off`: no trace, no record, no scrape; `sampled` and `full`: metrics scraped each second, records kept in SQLite, and one
 * trace in a hundred, or every one, sent to a collector.
 */
export const OBSERVED_TARGETS = ['off', 'sampled', 'full'] as const;
export type ObservedTarget = (typeof OBSERVED_TARGETS)[number];

/** Share of the traces that are sent; `undefined` where nothing is watched. */
export const TRACE_RATIO: Readonly<Record<ObservedTarget, number | undefined>> = {
  off: undefined,
  sampled: 0.01,
  full: 1,
};

/** What watching costs. */
export interface ObservabilityFigures {
  /** Of the request body. */
  readonly bytes: number;
  /** Round by round, in the order in which they were measured. */
  readonly cells: readonly ObservedCell[];
  /** What was really watched, over all load. */
  readonly seen: Readonly<Record<ObservedTarget, Seen>>;
}

/** One target in one round; each has an Envoy and a Dragoman of its own, side by side. */
export interface ObservedCell {
  readonly round: number;
  readonly target: ObservedTarget;
  /** At a fixed rate. */
  readonly paced: Latency;
  /** At saturation. */
  readonly saturated: Latency & {
    readonly seconds: number;
    /** CPU time in milliseconds, over all answers, our threads included. */
    readonly dragomanCpuMs: number;
    readonly envoyCpuMs: number;
  };
}

export interface Seen {
  readonly scrapes: number;
  /** Taken by the collector, and by the store. */
  readonly spans: number;
  readonly records: number;
  /** Spans and records that were lost. */
  readonly dropped: number;
  readonly residentMiB: number;
}
