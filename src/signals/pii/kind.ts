/** The text around a match, for kinds that need context. */
export interface Surroundings {
  /** Up to {@link CONTEXT_CHARS} UTF-16 units before the match, and after it. */
  readonly before: string;
  readonly after: string;
}

export const CONTEXT_CHARS = 64;

/** A kind of personal data or secret: a pattern, and what a match must fulfil. */
export interface PiiKind {
  readonly type: string;
  /** Global. Quantifiers are bounded and starts are anchored, so that a search is linear in the text. */
  readonly pattern: RegExp;
  /**
   * Probability that a match is what it looks like; 0 refuses it. A shorter length than the match's may be given.
   */
  readonly judge: (match: RegExpMatchArray, around: Surroundings) => Judgement;
}

/** How sure a match is, in [0, 1], and where in it the datum stands when that is not the whole. */
export interface Judgement {
  readonly confidence: number;
  readonly start?: number;
  readonly length?: number;
}

export const REFUSED: Judgement = { confidence: 0 };
