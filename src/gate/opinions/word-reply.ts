import { parseJsonObject } from '../../request/json-body.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../request/json-value.js';

/** What a model answered that was asked for one word. */
export interface WordReply {
  /** Its text; empty when it gave none. */
  readonly said: string;
  /** What its one token could have been; empty where its server tells no probabilities. */
  readonly listed: readonly ListedToken[];
  /** Tokens of prompt and answer, as its server counted them; `undefined` where it does not say. */
  readonly tokens: number | undefined;
}

export interface ListedToken {
  readonly token: string;
  /** Natural logarithm of its probability; what servers write for "never" included, such as -9999. */
  readonly logprob: number;
}

/**
 * Flattens the probabilities of words. Models that were tuned to follow instructions are far too sure of theirs; a
 * temperature of 2.5 made up for most of it (Kadavath et al. 2022, "Language Models (Mostly) Know What They Know", section
 * 3.3). Stated, not fitted on our questions.
 */
export const WORD_TEMPERATURE = 2.5;

/** What a word alone, without log probabilities, is worth. A stated guess, not a measurement: over a bar of 0.5, under one of 0.8. */
export const WORD_ALONE = 0.7;

/** Probability of all words together below which the model would rather have said something else. */
export const LEAST_MASS = 0.5;

const LIMITS = { maxDepth: 32, maxBodyBytes: 1024 * 1024 };

/** Reads a chat completion; `undefined` for what is none. Never throws. */
export function readWordReply(body: Buffer): WordReply | undefined {
  const parsed = parseJsonObject(body, LIMITS);
  if (!parsed.ok) return undefined;
  const choice = firstOf(parsed.value['choices']);
  if (!isJsonObject(choice)) return undefined;
  const said = memberOf(choice['message'], 'content');
  return {
    said: typeof said === 'string' ? said : '',
    listed: listedIn(choice),
    tokens: countOf(memberOf(parsed.value['usage'], 'total_tokens')),
  };
}

function listedIn({ logprobs }: JsonObject): ListedToken[] {
  const listed = memberOf(firstOf(memberOf(logprobs, 'content')), 'top_logprobs');
  if (!isJsonArray(listed)) return [];
  return listed.flatMap((entry) => {
    const [token, logprob] = [memberOf(entry, 'token'), memberOf(entry, 'logprob')];
    return typeof token === 'string' && typeof logprob === 'number' ? [{ token, logprob }] : [];
  });
}

function countOf(total: JsonValue | undefined): number | undefined {
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : undefined;
}

function firstOf(value: JsonValue | undefined): JsonValue | undefined {
  return isJsonArray(value) ? value[0] : undefined;
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}
