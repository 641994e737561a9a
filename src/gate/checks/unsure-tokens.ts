import type { Check } from './check.js';
import { tokenDoubt } from './token-doubt.js';

/** Mean log probability of a token under which an answer is doubted: a third of the probability at each step. */
const LOW_MEAN = -1.1;
const FEWEST_TOKENS = 8;

/** The model's tokens were improbable to itself. The bar is set by hand: the rows it was tuned on have no log probabilities. */
export const checkUnsureTokens: Check = (_ask, answer) => {
  const doubt = tokenDoubt(answer.logprobs);
  if (doubt === undefined || doubt.tokens < FEWEST_TOKENS || doubt.mean > LOW_MEAN) return undefined;
  return { reason: 'unsure_tokens', strength: 0.7 };
};
