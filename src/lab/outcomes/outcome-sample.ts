import type { OutcomeEvidence } from '../../signals/outcome-heads.js';

/** How one model did on one request. */
export interface ModelOutcome {
  /** 1 for a good answer, 0 for a bad one; graded answers lie between. */
  readonly quality: number;
  readonly outputTokens: number | undefined;
}

/** One request that some models answered. */
export interface OutcomeSample {
  readonly evidence: OutcomeEvidence;
  /** Samples of one text are kept in one fold. */
  readonly text: string;
  readonly domain: string | undefined;
  readonly models: ReadonlyMap<string, ModelOutcome>;
}
