import type { RouteScores } from '../signals/routes/route-scores.js';
import type { Arm } from './arm.js';
import type { ComparingLayer } from './comparison.js';
import type { Limit } from './eligible.js';
import type { Reason } from './reason.js';
import type { StickyWhy } from './sticky-why.js';

/** What people are shown in place of a route that decided nothing; no route may have this name. */
const NO_ROUTE = 'none';

/** The route's name as headers, log lines and spans show it. */
export function routeName({ route }: Decision): string {
  return route ?? NO_ROUTE;
}

/** The layer that ended the search. `default`: none did. */
export type DecisionLayer = 'pin' | 'rules' | ComparingLayer | 'default';

/** What is expected of the chosen model's answer. */
export interface Prediction {
  /** Probability that the answer is good, in [0, 1]. */
  readonly quality: number;
  /** Lower bound of {@link quality}. */
  readonly lower: number;
  /** Expected US dollars. */
  readonly cost: number;
  /** Whether the lower bound reaches the objective's bar. */
  readonly cleared: boolean;
}

/**
 * Why a cascade started where it did. `first`: nothing spoke against its first tier; `hint`: the route was found to decay;
 * `reask`: the user asked again; `sticky`: the conversation's model; `once`: the request must not be sent twice.
 */
export type CascadeStartReason =
  | 'once'
  | 'first'
  | 'margin'
  | 'complex'
  | 'quality'
  | 'thrash'
  | 'hint'
  | 'reask'
  | 'sticky'
  | 'limit'
  | 'unhealthy';

/** The models that Envoy is to try in turn. */
export interface DecidedCascade {
  /** The tiers from where this request starts, unhealthy ones and those that cannot serve it left out; never empty. */
  readonly tiers: readonly { readonly model: string; readonly timeoutMs: number }[];
  readonly startedBy: CascadeStartReason;
  readonly streaming: 'direct' | 'buffer' | 'prefix';
  /** Longest time that second opinions about one tier's answer take, in milliseconds. */
  readonly judgingMs: number;
}

/** What we chose, and why. */
export interface Decision {
  /** The route that decided; `undefined` for pins and for the default. */
  readonly route: string | undefined;
  /** Pool name of the model that is to answer. */
  readonly model: string;
  /** The tiers of this request; `undefined` for a single model. */
  readonly cascade: DecidedCascade | undefined;
  /** Pool name of the model that Envoy tries when `model` fails; `undefined` for none, and with a cascade. */
  readonly fallback: string | undefined;
  readonly reason: Reason;
  readonly layer: DecisionLayer;
  /** Set when `reason` is `target_ineligible`: the model first chosen and the limit it breaks. */
  readonly replaced: { readonly model: string; readonly limit: Limit } | undefined;
  /** Calibrated probabilities of the routes; `undefined` when similarity was not needed or not available. */
  readonly scores: RouteScores | undefined;
  /** Probability of the best route, in [0, 1]; 1 for a pin or a rule, `undefined` when nothing was compared. */
  readonly confidence: number | undefined;
  /** Lead of the best route over the runner-up, in [0, 1]; 1 for a pin or a rule, `undefined` when nothing was compared. */
  readonly margin: number | undefined;
  /** Set when the route's objective picked the model. */
  readonly predicted: Prediction | undefined;
  /** Why the conversation kept its model, or did not; `undefined` when it was not looked at. */
  readonly sticky: StickyWhy | undefined;
  /** Who chose the model. */
  readonly arm: Arm;
  /** Probability, in (0, 1], with which the request was to get this model; see `tryOut`. */
  readonly propensity: number;
  /** The model that the router alone would have chosen. */
  readonly routedModel: string;
  /** Longest wait for the whole answer, in milliseconds; of a cascade, the sum of its tiers'. */
  readonly timeoutMs: number;
  /** Cap on the answer's tokens; `undefined` when the route sets none. */
  readonly maxTokens: number | undefined;
}
