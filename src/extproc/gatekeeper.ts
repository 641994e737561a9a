/** What an ext_proc stream of a tier tells a {@link Gatekeeper} about the attempt whose answer it shows. */
export interface Attempt {
  /** Pool name of the tier's model. */
  readonly model: string;
  /** The decision's id, from dynamic metadata; absent when nobody decided. */
  readonly decisionId: string | undefined;
  /** Shape of the event stream that the client expects although the tier was asked for a whole answer, from dynamic metadata. */
  readonly emitAs: string | undefined;
  /** From 1. */
  readonly number: number;
  /** The clusters that Envoy walks, one an attempt, from dynamic metadata; empty when there are none. */
  readonly chain: readonly string[];
  /** The upstream's HTTP status; 0 when Envoy showed none. */
  readonly status: number;
  /** The answer's headers, names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

/** What Envoy is told to do with a tier's answer. */
export type GateAction =
  /** Deliver it. */
  | { readonly kind: 'pass' }
  /** Deliver this instead: the same answer in the client's shape. */
  | { readonly kind: 'replace'; readonly contentType: string; readonly body: Buffer }
  /** Ask the next tier; `chain` where a tier is to be skipped: the clusters of all attempts, those made included. */
  | { readonly kind: 'escalate'; readonly chain?: readonly string[] };

export const PASS: GateAction = { kind: 'pass' };

/** Judges one whole answer. */
export interface AnswerJudge {
  /** Longest time that {@link judge} takes, in milliseconds. */
  readonly deadlineMs: number;
  judge(body: Buffer): Promise<GateAction>;
}

/** Watches the beginning of one streamed answer. */
export interface PrefixWatch {
  /** Longest silence from the answer's head to its first byte, in milliseconds; then {@link stall} is asked. */
  readonly silenceMs: number;
  /** Longest time that the answer is held from its first byte, in milliseconds; then {@link expire} is asked. */
  readonly holdMs: number;
  /**
   * Takes the next bytes.
   *
   * @param end whether they are the last
   * @returns what to do, or `undefined` to hold the answer and wait for more; not called again after that
   */
  push(chunk: Buffer, end: boolean): GateAction | undefined;
  /** What to do with an answer of which nothing came but its head. */
  stall(): GateAction;
  /** What to do with what came so far. */
  expire(): GateAction;
}

/** Judges the answers of tiers. Whatever it throws delivers the answer as it is. */
export interface Gatekeeper {
  /** Called once an answer's head is there; `undefined` delivers it unseen. */
  judging(attempt: Attempt): AnswerJudge | undefined;
  /** The same for a streamed answer. */
  watching(attempt: Attempt): PrefixWatch | undefined;
}
