/** What the log probabilities of an answer's tokens say together. */
export interface TokenDoubt {
  readonly tokens: number;
  /** Mean natural logarithm of the tokens' probabilities, at most 0. */
  readonly mean: number;
  /** The most improbable token's. */
  readonly least: number;
  /**
   * Mean entropy of the choice between each token and all others together, in nats, in [0, ln 2]: a lower bound of the
   * model's own, which would need the probabilities of all tokens.
   */
  readonly entropy: number;
}

/** Servers write such a number where the probability was 0. */
const FLOOR = -20;

/** `undefined` when there are none. */
export function tokenDoubt(logprobs: readonly number[] | undefined): TokenDoubt | undefined {
  if (logprobs === undefined || logprobs.length === 0) return undefined;
  let sum = 0;
  let least = 0;
  let entropy = 0;
  for (const value of logprobs) {
    const logprob = Math.max(value, FLOOR);
    sum += logprob;
    least = Math.min(least, logprob);
    const probability = Math.exp(logprob);
    const rest = 1 - probability;
    entropy -= probability * logprob + (rest > 0 ? rest * Math.log(rest) : 0);
  }
  const tokens = logprobs.length;
  return { tokens, mean: sum / tokens, least, entropy: entropy / tokens };
}
