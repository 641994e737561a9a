/** How two answers to one prompt compare. Made offline of the request, by a mirrored request (`shadow`) or an audit. */
export interface AnswerComparison {
  /** Id of the decision whose answer is compared. */
  readonly decision: string;
  readonly kind: 'shadow' | 'audit';
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Pool name of the model that gave the delivered answer, and of the one that it is compared with. */
  readonly model: string;
  readonly reference: string;
  /** Calibrated probability that the answer is good, by the gate; `null` when it was not judged. */
  readonly score: number | null;
  readonly referenceScore: number | null;
  /** Whether both say the same, in [0, 1]: 1 when equal; `null` when nobody could tell. */
  readonly agreement: number | null;
  /** Which one a judge preferred, asked in both orders; `tie` when the orders disagree; `null` when none was asked. */
  readonly preferred: 'model' | 'reference' | 'tie' | null;
  /** US dollars of the reference's answer and of the judge. */
  readonly costUsd: number;
}
