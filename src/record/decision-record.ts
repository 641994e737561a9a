import type { Decision } from '../decision/decision.js';
import type { DecisionPlan } from '../decision/decision-plan.js';
import type { TierAttempt } from '../outcome/attempt.js';
import type { Outcome } from '../outcome/outcome.js';
import type { Endpoint } from '../request/request-view.js';
import type { Signal } from '../signals/signal.js';
import type { PromptFacts } from './prompt-facts.js';
import type { StoredChallenge } from './stored-record.js';

/** The one row a request leaves behind. Holds no prompt text. */
export interface DecisionRecord {
  readonly id: string;
  /** Envoy's `x-request-id`. */
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly decidedAt: number;
  readonly registryVersion: string;
  /** Version of the bundle of trained heads in service; absent without one. */
  readonly bundle?: string;
  readonly endpoint: Endpoint;
  /** The `model` field as sent; `auto` when it was missing. */
  readonly modelAsked: string;
  readonly stream: boolean;
  /** The tenant header's value; `undefined` without one. */
  readonly tenant: string | undefined;
  /** Keyed hash of the conversation; `undefined` where none can be told. */
  readonly conversation: string | undefined;
  readonly prompt: PromptFacts;
  readonly signals: readonly Signal[];
  readonly decision: Decision;
  /** What was left out of the decision for want of time; absent where nothing was. */
  readonly shed?: readonly string[];
  /** What a second registry or bundle that runs silently would have decided; absent when none does. */
  readonly challenger?: StoredChallenge;
  /** Wall time from the first byte of our work to the decision, in microseconds. */
  readonly decideMicroseconds: number;
  /** W3C `traceparent` of the decision's span; empty when nothing is traced. Of a finished one it ends with `-01` when its trace is exported. */
  readonly traceparent: string;
  /** The answers of a cascade's tiers that the gate saw, in order; absent when it saw none. */
  readonly attempts?: readonly TierAttempt[];
  /** Absent until Envoy reported the finished request, and for good when it never does. */
  readonly outcome?: Outcome;
  /** US dollars, rejected answers included; absent without token counts of the delivered one. */
  readonly costUsd?: number;
  /** US dollars of the answers that the gate rejected; absent when it rejected none. */
  readonly wastedUsd?: number;
  /** US dollars of the delivered answer's tokens at the pool's default model, and at its strongest; absent without counts. */
  readonly defaultUsd?: number;
  readonly strongestUsd?: number;
}

/** The models among which a decision was made, and their prices. A `DecisionPlan` is one. */
export type DecidedPool = Pick<DecisionPlan, 'models' | 'defaultModel'>;
