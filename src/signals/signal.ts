import type { EncoderFailure } from '../embed/encoder.js';
import type { BuiltinSignal, Labelled } from './builtin.js';
import type { Features } from './features.js';
import type { OutcomePrediction } from './outcome-heads.js';
import type { RouteScores } from './routes/route-scores.js';

/** What we noticed: one value a layer that ran. */
export type Signal =
  | FeatureSignal
  | BuiltinSignals
  | RuleSignal
  | CacheSignal
  | FastSignal
  | SimilaritySignal
  | LlmSignal
  | OutcomeSignal;

interface Measured {
  /** What the layer cost, in microseconds of wall time. */
  readonly microseconds: number;
}

export interface FeatureSignal extends Measured {
  readonly name: 'features';
  readonly features: Features;
}

export interface RuleSignal extends Measured {
  readonly name: 'rules';
  /** The route of highest priority whose rules hold. */
  readonly route: string | undefined;
  /** The route of highest priority whose rules hold and that demands a safety class; often the same or none. */
  readonly guard: string | undefined;
}

/** What an earlier request like this one found. */
export interface CacheSignal extends Measured {
  readonly name: 'cache';
  readonly hit: boolean;
  /** Another replica found it; absent when this one did. */
  readonly shared?: true;
}

/** What the head that needs no encoder says. */
export interface FastSignal extends Measured {
  readonly name: 'fast';
  readonly scores: RouteScores;
  /** Whether that is enough, so that the encoder was spared. */
  readonly exits: boolean;
}

export interface SimilaritySignal extends Measured {
  readonly name: 'similarity';
  readonly result: SimilarityResult;
}

/** What a small model was asked because the heads were in doubt. */
export interface LlmSignal extends Measured {
  readonly name: 'llm';
  readonly result:
    | { readonly ok: true; readonly scores: RouteScores; readonly cached: boolean }
    | { readonly ok: false; readonly failure: LlmFailure };
}

/** What the built-in heads say. */
export interface BuiltinSignals extends Measured {
  readonly name: 'builtin';
  /** Without those that were not measured. */
  readonly labelled: Readonly<Partial<Record<BuiltinSignal, Labelled>>>;
}

/** What the outcome heads predict. */
export interface OutcomeSignal extends Measured {
  readonly name: 'outcomes';
  /** By the model's name in the pool; without models of which nothing is known. */
  readonly predictions: ReadonlyMap<string, OutcomePrediction>;
}

export type SimilarityResult =
  | { readonly ok: true; readonly scores: RouteScores }
  | { readonly ok: false; readonly failure: SimilarityFailure };

/**
 * Why there are no scores: the encoder's own failures, no encoder at all, no route with examples, examples that are still
 * being embedded, no text to embed, or a process that has no time for it.
 */
export type SimilarityFailure =
  EncoderFailure | 'absent' | 'no_examples' | 'loading' | 'no_text' | 'overloaded';

/** Why the small model gave no answer; see `LLM_FAILURES`. `overloaded`: it was not asked, for want of time. */
export type LlmFailure = 'late' | 'down' | 'budget' | 'breaker' | 'unclear' | 'absent' | 'overloaded';
