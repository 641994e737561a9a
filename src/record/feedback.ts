/**
 * Where an opinion comes from. `user`: `POST /v1/feedback`; `reask`, `regenerate`, `switch`: what the client did next; `label`:
 * a person who labels records.
 */
export const FEEDBACK_SOURCES = ['user', 'reask', 'regenerate', 'switch', 'label'] as const;

export type FeedbackSource = (typeof FEEDBACK_SOURCES)[number];

/** An opinion about one decision, bound to it by its id. */
export interface Feedback {
  /** The decision's id. */
  readonly decision: string;
  readonly source: FeedbackSource;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How good the answer was, in [0, 1]: thumbs are 1 and 0, implicit signals of discontent 0; `null` for a mere correction. */
  readonly score: number | null;
  /** The route, and the model, that would have been right. */
  readonly route: string | null;
  readonly model: string | null;
  readonly tags: readonly string[];
}
