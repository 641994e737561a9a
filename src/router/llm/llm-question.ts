/** A route that the model may answer with. */
export interface LlmCandidate {
  readonly route: string;
  /** The route's own description; empty for none, and its name stands in. */
  readonly description: string;
  /** Examples of the route that are most like the text, the most alike first. */
  readonly examples: readonly string[];
}

/** What the model is asked. */
export interface LlmQuestion {
  /** What the heads looked at. It goes to the model, and nowhere else. */
  readonly text: string;
  /** The most probable routes first; at most {@link MAX_CANDIDATES} are asked about. */
  readonly candidates: readonly LlmCandidate[];
  /** Answers are cached by it, beside text and candidates. */
  readonly registryVersion: string;
  /** Answers are cached for it alone; absent: for everybody. */
  readonly tenant?: string | undefined;
  /** W3C trace context of the request, so that Envoy's span of the question becomes a part of its trace. */
  readonly traceparent?: string | undefined;
}

/** One letter is left for "none of these", and 20 log probabilities are the most that OpenAI gives. */
export const MAX_CANDIDATES = 19;

/** The letter of each candidate, in their order; the one after them means none. */
export function letterAt(position: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + position);
}
