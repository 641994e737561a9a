import { LEAST_MASS, type ListedToken, readWordReply, WORD_ALONE, WORD_TEMPERATURE } from './word-reply.js';

/** What the verifier said. */
export interface VerifierReply {
  /** Calibrated probability that the answer is good; `undefined` when it said neither yes nor no. */
  readonly probability: number | undefined;
  /** Tokens of prompt and answer, as its server counted them; 0 where it does not say. */
  readonly tokens: number;
}

/** Log probability of a word that is not among those listed. */
const UNLISTED = -12;

/** Reads the verifier's chat completion; `undefined` for what is none. Never throws. */
export function readVerifierReply(body: Buffer): VerifierReply | undefined {
  const reply = readWordReply(body);
  if (reply === undefined) return undefined;
  const { said, listed, tokens = 0 } = reply;
  return { probability: fromListed(listed) ?? fromWord(said), tokens };
}

function fromListed(listed: readonly ListedToken[]): number | undefined {
  const yes = massOf(listed, 'yes');
  const no = massOf(listed, 'no');
  if (yes + no < LEAST_MASS) return undefined;
  const floor = Math.exp(UNLISTED);
  const odds = Math.log(Math.max(yes, floor) / Math.max(no, floor)) / WORD_TEMPERATURE;
  return 1 / (1 + Math.exp(-odds));
}

/** Probability of all tokens that are the word: " Yes", "yes", "YES". */
function massOf(listed: readonly ListedToken[], word: string): number {
  let mass = 0;
  for (const { token, logprob } of listed) {
    if (token.replace('Ġ', '').replace('▁', '').trim().toLowerCase() !== word) continue;
    if (logprob <= 0) mass += Math.exp(logprob);
  }
  return mass;
}

function fromWord(said: string): number | undefined {
  const word = /^\W{0,4}(yes|no)\b/i.exec(said)?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  return word === 'yes' ? WORD_ALONE : 1 - WORD_ALONE;
}
