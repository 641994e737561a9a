import type { AnswerComparison } from '../../record/comparison.js';
import type { Feedback } from '../../record/feedback.js';
import type { StoredRecord } from '../../record/stored-record.js';

/** One decision in a list. `null` stands for what is not known. */
export interface DecisionLine {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly route: string | null;
  /** Pool name of the model decided for, and of the one that answered. */
  readonly model: string;
  readonly answeredBy: string | null;
  readonly reason: string;
  readonly layer: string;
  readonly arm: string;
  /** In [0, 1]. */
  readonly confidence: number | null;
  readonly margin: number | null;
  /** HTTP status sent to the client. */
  readonly status: number | null;
  readonly escalated: boolean;
  readonly decideUs: number;
  readonly totalMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  /** The start of the last user turn, at most 120 characters; `null` unless the policy keeps text. */
  readonly text: string | null;
}

/** `GET /decisions`: a page, newest first. */
export interface DecisionsPage {
  readonly decisions: readonly DecisionLine[];
  /** To be given as `after` for the next page; `null` on the last one. */
  readonly next: string | null;
  /** Where they come from: the store of records, or the last thousand in memory where none is kept or the store is away. */
  readonly source: 'store' | 'memory';
}

/** `GET /decisions/{id}`: the whole story of one. */
export interface DecisionStory {
  readonly record: StoredRecord;
  /** The reason as a sentence. */
  readonly meaning: string;
  readonly feedback: readonly Feedback[];
  readonly comparisons: readonly AnswerComparison[];
  /** Link to the trace, made of `--trace-url`; `null` without one, or where nothing was traced. */
  readonly traceUrl: string | null;
}
