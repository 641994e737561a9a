import type { ErrorCode } from '../../errors.js';

/**
 * What the process that works out evidence is told when it starts, as JSON. The store's URL, which may hold a password, is in
 * its environment.
 */
export interface EvidenceSettings {
  /** Folder or file of the registry. */
  readonly directory: string;
  /** Folder of the encoder; `null` for none. */
  readonly encoderDirectory: string | null;
  /** Folder with embeddings of examples, which are read and never written; `null` for none. */
  readonly cacheDirectory: string | null;
}

/** Variable of the environment with the URL of the store. */
export const RECORDS_VARIABLE = 'DRAGOMAN_RECORDS';

export interface NumberedQuestion<Question> {
  readonly number: number;
  readonly question: Question;
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

export interface NumberedAnswer {
  readonly number: number;
  readonly answer: Answer;
}
