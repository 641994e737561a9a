import type { Decision } from '../decision/decision.js';
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
  /** Absent until Envoy reported the finished request, and for good when it never does. */
  readonly outcome?: Outcome;
  /** US dollars; absent without token counts. */
  readonly costUsd?: number;
}
