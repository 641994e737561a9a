import type { SimilarityScores } from '../signals/similarity-index.js';
import type { Limit } from './eligible.js';
import type { Reason } from './reason.js';

/** What people are shown in place of a route that decided nothing; no route may have this name. */
const NO_ROUTE = 'none';

/** The route's name as headers, log lines and spans show it. */
export function routeName({ route }: Decision): string {
  return route ?? NO_ROUTE;
}

/** What we chose, and why. */
export interface Decision {
  /** The route that decided; `undefined` for pins and for the default. */
  readonly route: string | undefined;
  /** Pool name of the model that is to answer. */
  readonly model: string;
  /** Pool name of the model that Envoy tries when `model` fails; `undefined` for none. */
  readonly fallback: string | undefined;
  readonly reason: Reason;
  /** Set when `reason` is `target_ineligible`: the model first chosen and the limit it breaks. */
  readonly replaced: { readonly model: string; readonly limit: Limit } | undefined;
  /** Calibrated probabilities of the routes; `undefined` when similarity was not needed or not available. */
  readonly scores: SimilarityScores | undefined;
  /** Probability of the best class (`none` included), in [0, 1]; 1 for a pin or a rule, `undefined` when nothing was compared. */
  readonly confidence: number | undefined;
  /** Lead of the best class over the runner-up, in [0, 1]; 1 for a pin or a rule, `undefined` when nothing was compared. */
  readonly margin: number | undefined;
  /** Longest wait for the whole answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Cap on the answer's tokens; `undefined` when the route sets none. */
  readonly maxTokens: number | undefined;
}
