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
 * Flattens the probabilities of the letters. Models that were tuned to follow instructions are far too sure of their
 * letter; a temperature of 2.5 made up for most of it (Kadavath et al. 2022, "Language Models (Mostly) Know What They
 * Know", section 3.3). Not fitted on our routes: {@link fitLetterTemperature} does that where there are answers.
 */
export const LETTER_TEMPERATURE = 2.5;

/** What a letter alone, without log probabilities, is worth. A stated guess, not a measurement: over a bar of 0.5, under one of 0.8. */
export const LETTER_CONFIDENCE = 0.7;

/** Below this the model would rather have said something else than one of the letters. */
const LEAST_MASS = 0.5;

/**
 * Reads a chat completion.
 *
 * @param letters number of letters that it could choose from
 * @returns `undefined` for a text that is no chat completion
 */
export function readReply(
  text: string,
  letters: number,
  temperature: number = LETTER_TEMPERATURE,
): LlmReply | undefined {
  const completion = parse(text);
  const choice = at(at(completion, 'choices'), 0);
  if (choice === undefined) return undefined;
  const { total_tokens: total } = objectOf(at(completion, 'usage'));
  const tokens = typeof total === 'number' && Number.isFinite(total) && total >= 0 ? total : undefined;
  const content = at(at(choice, 'message'), 'content');
  const said = typeof content === 'string' ? letterOf(content, letters) : undefined;
  const logprobs = letterLogprobs(at(at(at(at(choice, 'logprobs'), 'content'), 0), 'top_logprobs'), letters);
  const mass = logprobs?.reduce((sum, logprob) => sum + Math.exp(logprob), 0) ?? 0;
  if (logprobs !== undefined && mass >= LEAST_MASS) {
    return { probabilities: flatten(logprobs, temperature), tokens };
  }
  return { probabilities: said === undefined ? undefined : letterAlone(said, letters), tokens };
}

/** Log probabilities of the letters, and the letter that was right. */
export interface LetterTrial {
  readonly logprobs: readonly number[];
  readonly truth: number;
}

/**
 * The temperature with the smallest cross-entropy (Guo et al. 2017), of a grid from 0.5 to 8.
 *
 * @returns {@link LETTER_TEMPERATURE} for fewer than 30 trials, which prove nothing
 */
export function fitLetterTemperature(trials: readonly LetterTrial[]): number {
  if (trials.length < 30) return LETTER_TEMPERATURE;
  const loss = (temperature: number): number =>
    trials.reduce(
      (sum, { logprobs, truth }) =>
        sum - Math.log(Math.max(flatten(logprobs, temperature)[truth] ?? 0, 1e-12)),
      0,
    );
  const grid = Array.from({ length: 60 }, (_, step) => 0.5 * 16 ** (step / 59));
  return grid.reduce((best, candidate) => (loss(candidate) < loss(best) ? candidate : best));
}

/**
 * A letter may be several tokens: " A", "A", "(A". One that is not among the 20 listed counts as much as the least of
 * them, which is the most it can be.
 */
function letterLogprobs(list: unknown, letters: number): readonly number[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const found = new Map<number, number>();
  let least = 0;
  for (const entry of list as readonly unknown[]) {
    const { token, logprob } = objectOf(entry);
    if (typeof token !== 'string' || typeof logprob !== 'number' || Number.isNaN(logprob)) continue;
    // Servers write -9999 or -infinity for "never".
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
  const others = (1 - LETTER_CONFIDENCE) / (letters - 1);
  return Array.from({ length: letters }, (_, at) => (at === said ? LETTER_CONFIDENCE : others));
}

function flatten(logprobs: readonly number[], temperature: number): LetterProbabilities {
  const top = Math.max(...logprobs);
  const weights = logprobs.map((logprob) => Math.exp((logprob - top) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The member of an object or list; `undefined` when it is neither, or has none. */
function at(value: unknown, key: string | number): unknown {
  return objectOf(value)[key];
}

function objectOf(value: unknown): Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>) : {};
}
