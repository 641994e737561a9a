import { parseJsonObject } from '../../request/json-body.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../request/json-value.js';

/** What the verifier said. */
export interface VerifierReply {
  /** Calibrated probability that the answer is good; `undefined` when it said neither yes nor no. */
  readonly probability: number | undefined;
  /** Tokens of prompt and answer, as its server counted them; 0 where it does not say. */
  readonly tokens: number;
}

/**
 * Flattens the probabilities of the two words. Models that were tuned to follow instructions are far too sure of
 * theirs; a temperature of 2.5 made up for most of it (Kadavath et al. 2022, "Language Models (Mostly) Know What They
 * Know", section 3.3). Stated, not fitted on our answers.
 */
export const VERIFIER_TEMPERATURE = 2.5;

/** What a word alone, without log probabilities, is worth. A stated guess. */
const WORD_ALONE = 0.7;
/** Probability of both words together below which the model would rather have said something else. */
const LEAST_MASS = 0.5;
/** Log probability of a word that is not among those listed. */
const UNLISTED = -12;

const LIMITS = { maxDepth: 32, maxBodyBytes: 1024 * 1024 };

/** Reads the verifier's chat completion; `undefined` for what is none. Never throws. */
export function readVerifierReply(
  body: Buffer,
  temperature: number = VERIFIER_TEMPERATURE,
): VerifierReply | undefined {
  const parsed = parseJsonObject(body, LIMITS);
  if (!parsed.ok) return undefined;
  const choice = isJsonArray(parsed.value['choices']) ? parsed.value['choices'][0] : undefined;
  if (!isJsonObject(choice)) return undefined;
  const probability = fromLogprobs(choice, temperature) ?? fromWord(choice);
  return { probability, tokens: totalOf(parsed.value['usage']) };
}

function fromLogprobs(choice: JsonObject, temperature: number): number | undefined {
  const logprobs = choice['logprobs'];
  const content = isJsonObject(logprobs) ? logprobs['content'] : undefined;
  const first = isJsonArray(content) ? content[0] : undefined;
  const listed = isJsonObject(first) ? first['top_logprobs'] : undefined;
  if (!isJsonArray(listed)) return undefined;
  const yes = massOf(listed, 'yes');
  const no = massOf(listed, 'no');
  if (yes + no < LEAST_MASS) return undefined;
  const floor = Math.exp(UNLISTED);
  const odds = Math.log(Math.max(yes, floor) / Math.max(no, floor)) / temperature;
  return 1 / (1 + Math.exp(-odds));
}

/** Probability of all tokens that are the word: " Yes", "yes", "YES". */
function massOf(listed: readonly JsonValue[], word: string): number {
  let mass = 0;
  for (const entry of listed) {
    if (!isJsonObject(entry) || typeof entry['token'] !== 'string') continue;
    if (entry['token'].replace('Ġ', '').replace('▁', '').trim().toLowerCase() !== word) continue;
    if (typeof entry['logprob'] === 'number' && entry['logprob'] <= 0) mass += Math.exp(entry['logprob']);
  }
  return mass;
}

function fromWord(choice: JsonObject): number | undefined {
  const message = choice['message'];
  const said = isJsonObject(message) ? message['content'] : undefined;
  if (typeof said !== 'string') return undefined;
  const word = /^\W{0,4}(yes|no)\b/i.exec(said)?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  return word === 'yes' ? WORD_ALONE : 1 - WORD_ALONE;
}

function totalOf(usage: JsonValue | undefined): number {
  const total = isJsonObject(usage) ? usage['total_tokens'] : undefined;
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : 0;
}
