import {
  LEAST_MASS,
  type ListedToken,
  readWordReply,
  WORD_ALONE,
  WORD_TEMPERATURE,
} from '../../gate/opinions/word-reply.js';
import { letterAt } from './llm-question.js';

/** One more than the routes: the last stands for "none of these". */
export type LetterProbabilities = readonly number[];

export interface LlmReply {
  /** One number a letter, sum 1; `undefined` when the model said something else than a letter. */
  readonly probabilities: LetterProbabilities | undefined;
  /** Tokens of prompt and answer as the server counted them; `undefined` when it does not say. */
  readonly tokens: number | undefined;
}

/**
 * Reads a chat completion. Never throws.
 *
 * @param letters number of letters that the model could choose from
 * @returns `undefined` for what is no chat completion
 */
export function readReply(body: Buffer, letters: number): LlmReply | undefined {
  const reply = readWordReply(body);
  if (reply === undefined) return undefined;
  const { said, listed, tokens } = reply;
  const logprobs = letterLogprobs(listed, letters);
  const mass = logprobs?.reduce((sum, logprob) => sum + Math.exp(logprob), 0) ?? 0;
  if (logprobs !== undefined && mass >= LEAST_MASS) return { probabilities: flatten(logprobs), tokens };
  const letter = letterOf(said, letters);
  return { probabilities: letter === undefined ? undefined : letterAlone(letter, letters), tokens };
}

/**
 * A letter may be several tokens: " A", "A", "(A". One that is not among the 20 listed counts as much as the least of
 * them, which is the most it can be.
 */
function letterLogprobs(listed: readonly ListedToken[], letters: number): readonly number[] | undefined {
  const found = new Map<number, number>();
  let least = 0;
  for (const { token, logprob } of listed) {
    const bounded = Math.min(0, Math.max(logprob, -30));
    least = Math.min(least, bounded);
    const letter = letterOf(token, letters);
    if (letter === undefined) continue;
    const before = found.get(letter);
    found.set(letter, before === undefined ? bounded : Math.log(Math.exp(before) + Math.exp(bounded)));
  }
  if (found.size === 0) return undefined;
  return Array.from({ length: letters }, (_, letter) => found.get(letter) ?? least);
}

/** The position of the letter that a token or a short answer is; small ones do not count, "a" is a word. */
function letterOf(text: string, letters: number): number | undefined {
  const bare = /^[\s(["'*▁Ġ]*([A-T])[\s)\].:"'*]*$/.exec(text)?.[1];
  const position = bare === undefined ? -1 : bare.charCodeAt(0) - letterAt(0).charCodeAt(0);
  return position >= 0 && position < letters ? position : undefined;
}

function letterAlone(said: number, letters: number): LetterProbabilities {
  const others = (1 - WORD_ALONE) / (letters - 1);
  return Array.from({ length: letters }, (_, at) => (at === said ? WORD_ALONE : others));
}

function flatten(logprobs: readonly number[]): LetterProbabilities {
  const top = Math.max(...logprobs);
  const weights = logprobs.map((logprob) => Math.exp((logprob - top) / WORD_TEMPERATURE));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
