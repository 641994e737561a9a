import type { Verdict } from '../gate/verdict.js';

/** One tier's answer, as the gate saw it. */
export interface TierAttempt {
  /** Pool name of the tier's model. */
  readonly model: string;
  /** From 1. */
  readonly number: number;
  /** The upstream's HTTP status. */
  readonly status: number;
  /** Absent for an answer that was not judged: an error, or one that nobody could read. */
  readonly verdict?: Verdict;
  /** Whether the gate sent the request on to the next tier. An answer that failed may be delivered: no other tier was well. */
  readonly escalated: boolean;
  /** Tokens of the answer, as the upstream counted or else by estimate: those of a rejected one are paid for nothing. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Whether the upstream counted both. */
  readonly isCounted?: true;
  /** Milliseconds since 1970 at which the answer's head was there, and at which it was judged. */
  readonly answeredAt: number;
  readonly judgedAt: number;
}
