import type { ErrorCode } from '../../errors.js';
import type { EvidenceQuestion } from './evidence-kinds.js';

/** What the serving process sends to the one that works out evidence. */
export interface NumberedQuestion {
  readonly number: number;
  readonly question: EvidenceQuestion;
}

/** What comes back. */
export interface NumberedAnswer {
  readonly number: number;
  readonly answer: Answer;
}

/** The answer is text already, so that the process that serves need not write it. */
export type Answer =
  | { readonly ok: true; readonly json: string }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      readonly message: string;
      /** For the log, of what nobody foresaw. */
      readonly detail?: string;
    };
