import type { GateReason } from './gate-reason.js';

/** What ended the search; cheapest first. `none`: nothing was judged, the answer goes on as it is. */
export type GateStage = 'none' | 'contract' | 'heuristic' | 'head' | 'verifier' | 'consistency';

/** The gate's judgement of one answer. */
export interface Verdict {
  readonly pass: boolean;
  /** Calibrated probability that the answer is good, in [0, 1]. */
  readonly score: number;
  /** What was held against it, worst first; a passed answer may have some. */
  readonly reasons: readonly GateReason[];
  readonly stage: GateStage;
  /** Our own time, in microseconds. */
  readonly microseconds: number;
  /** Tokens that the verifier or the samples cost; 0 when none was asked. */
  readonly tokens: number;
}
