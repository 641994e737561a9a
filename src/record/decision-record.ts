import type { Decision } from '../decision/decision.js';
import type { TierAttempt } from '../outcome/attempt.js';
import type { Outcome } from '../outcome/outcome.js';
import type { Endpoint } from '../request/request-view.js';
import type { Signal } from '../signals/signal.js';

/** The one row a request leaves behind. Holds no prompt text. */
export interface DecisionRecord {
  readonly id: string;
  /** Envoy's `x-request-id`. */
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly decidedAt: number;
  readonly registryVersion: string;
  readonly endpoint: Endpoint;
  /** The `model` field as sent; `auto` when it was missing. */
  readonly modelAsked: string;
  readonly stream: boolean;
  readonly signals: readonly Signal[];
  readonly decision: Decision;
  /** Wall time from the first byte of our work to the decision, in microseconds. */
  readonly decideMicroseconds: number;
  /** W3C `traceparent` of the decision's span; empty when nothing is traced. */
  readonly traceparent: string;
  /** The answers of a cascade's tiers that the gate saw, in order; absent when it saw none. */
  readonly attempts?: readonly TierAttempt[];
  /** Absent until Envoy reported the finished request, and for good when it never does. */
  readonly outcome?: Outcome;
  /** US dollars, rejected answers included; absent without token counts of the delivered one. */
  readonly costUsd?: number;
  /** US dollars of the answers that the gate rejected; absent when it rejected none. */
  readonly wastedUsd?: number;
}
