import type { EncoderFailure } from '../embed/encoder.js';
import type { Features } from './features.js';
import type { SimilarityScores } from './similarity-index.js';

/** What we noticed: one value a layer that ran. */
export type Signal = FeatureSignal | RuleSignal | SimilaritySignal;

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

export interface SimilaritySignal extends Measured {
  readonly name: 'similarity';
  readonly result: SimilarityResult;
}

export type SimilarityResult =
  | { readonly ok: true; readonly scores: SimilarityScores }
  | { readonly ok: false; readonly failure: SimilarityFailure };

/**
 * Why there are no scores: the encoder's own failures, no encoder at all, no route with examples, examples that are still
 * being embedded, or no text to embed.
 */
export type SimilarityFailure = EncoderFailure | 'absent' | 'no_examples' | 'loading' | 'no_text';
