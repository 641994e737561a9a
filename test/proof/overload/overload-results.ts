import type { Machine } from '../../../bench/results.js';
import type { OfSource } from '../../../bench/source.js';
import type { Fate } from '../load/checked-request.js';

/** What `test/proof/results/overload.json` holds. */
export interface OverloadResults extends OfSource {
  readonly startedAt: string;
  readonly machine: Machine;
  /** Version of the load generator. */
  readonly vegeta: string;
  /** Requests a second that 32 clients got answered who ask without a break, with nothing shed. */
  readonly saturation: number;
  readonly runs: readonly Run[];
}

/** One start of everything, and the loads that followed each other. */
export interface Run {
  /** Whether Dragoman might leave anything out. */
  readonly sheds: boolean;
  readonly phases: readonly Phase[];
  readonly samples: readonly Sample[];
  /** What was left out, by what, at the end. */
  readonly shed: Readonly<Record<string, number>>;
  /** Seconds from the end of the overload until the level was 0; `null`: it was not, before the run ended. */
  readonly levelBackAfter: number | null;
  /** Seconds until the median of a second's requests was at most twice that of the calm load before it. */
  readonly latencyBackAfter: number | null;
  /** The first that were wrong or lost. */
  readonly faults: readonly string[];
}

export type PhaseName = 'calm' | 'saturation' | 'overload' | 'recovery';

export interface Phase extends Figures {
  readonly name: PhaseName;
  readonly perSecond: number;
  /** Seconds since the run's first load at which it began, and how long requests were sent. */
  readonly from: number;
  readonly seconds: number;
  readonly windows: readonly Window[];
  /** Share of one core that each used, 1 for a whole one. */
  readonly cores: Cores;
}

/** Requests by the second at which they were due, since the phase's start. */
export interface Window extends Figures {
  readonly from: number;
  readonly to: number;
  /** Lowest and highest level that was seen. */
  readonly levels: readonly [number, number];
}

export interface Figures {
  readonly sent: number;
  readonly fates: Readonly<Record<Fate, number>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface Cores {
  /** Dragoman's serving thread. */
  readonly serving: number;
  /** Dragoman with its encoder. */
  readonly dragoman: number;
  readonly envoy: number;
  readonly models: number;
}

export interface Sample {
  /** Since the run's first load. */
  readonly seconds: number;
  readonly level: number;
  /** Share of the requests that went on undecided. */
  readonly passing: number;
  readonly open: number;
  /** Decisions whose outcome was not known. */
  readonly waiting: number;
  readonly dragomanMiB: number;
  readonly envoyMiB: number;
}
