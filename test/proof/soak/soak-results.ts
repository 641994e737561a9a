import type { OfSource } from '../../../bench/source.js';
import type { Fate } from '../load/checked-request.js';
import type { Slope } from './slope.js';

/** What was seen at one moment. */
export interface Sample {
  /** Since the load's start. */
  readonly seconds: number;
  readonly dragomanMiB: number;
  readonly envoyMiB: number;
  /** What JavaScript's objects use in Dragoman's serving thread. */
  readonly heapMiB: number;
  readonly dragomanFds: number;
  readonly envoyFds: number;
  readonly dragomanThreads: number;
  /** The longest delays of Dragoman's event loop since the sample before, in milliseconds. */
  readonly loopP99Ms: number;
  readonly loopMaxMs: number;
  /** Requests that Envoy has under way, as its clients see them. */
  readonly openRequests: number;
  /** Rows that wait for the store, and everything that was dropped since the start, by `queue loss`. */
  readonly waiting: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly storeMiB: number;
}

/** Five minutes of load, by the planned times. */
export interface Window {
  /** Since the load's start. */
  readonly fromSeconds: number;
  readonly sent: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
}

export interface SoakResults extends OfSource {
  /** ISO 8601. */
  readonly startedAt: string;
  /** Whether it ran its whole time; the file is written each minute. */
  readonly complete: boolean;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly node: string;
    readonly envoy: string;
    /** Over one minute, at the start and at the end: other work shares the machine. */
    readonly loadBefore: number;
    readonly loadAfter: number;
  };
  readonly settings: {
    readonly minutes: number;
    readonly perSecond: number;
    /** Answers a second of the closed loop just before; null when the rate was given. */
    readonly saturation: number | null;
    readonly trace: string;
  };
  readonly seconds: number;
  readonly fates: Readonly<Record<Fate, number>>;
  /** Requests by the decision's reason, or by the code of an error. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The first requests that were wrong or lost. */
  readonly faults: readonly string[];
  readonly windows: readonly Window[];
  readonly samples: readonly Sample[];
  readonly disturbances: {
    /** Registries written, and what Dragoman counted of them. */
    readonly edits: { readonly good: number; readonly bad: number };
    readonly loads: number;
    readonly refusals: number;
    readonly escalations: number;
    readonly verdicts: number;
    readonly feedback: { readonly sent: number; readonly taken: number };
    readonly scrapes: { readonly sent: number; readonly failed: number };
    /** Events that a listener of live decisions got. */
    readonly events: number;
  };
  readonly records: {
    readonly decided: number;
    readonly written: number;
    /** Decisions whose end Envoy has not told yet; their records are written after 15 minutes, or at the stop. */
    readonly waiting: number;
  };
  readonly logLines: Readonly<Record<string, number>>;
}

/** Figures that follow from the samples. */
export interface Trends {
  /** MiB an hour, over the second half. */
  readonly dragomanMiB: Slope;
  readonly envoyMiB: Slope;
  readonly heapMiB: Slope;
  /** Descriptors an hour, over the second half. */
  readonly dragomanFds: Slope;
  readonly envoyFds: Slope;
}
