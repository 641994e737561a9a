import { listOf, objectOf, type JsonObject } from './json.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRST'.split('');
/** Probability of what a stand-in says; what it could have said instead shares the rest. */
const SURE = 0.9;

/**
 * What the answer is when only a few are allowed: one of vLLM's `structured_outputs.choice` or `guided_choice`, or of the
 * capital letters when a position is told and one token is asked for.
 *
 * @param position of the choice; -1 takes the first of a list and never a letter
 * @returns the choice and all others; undefined for a free answer
 */
export function chooseOne(body: JsonObject, position: number): readonly [string, ...string[]] | undefined {
  const listed = [
    ...listOf(objectOf(body['structured_outputs'])['choice']),
    ...listOf(body['guided_choice']),
  ];
  const named = [...new Set(listed.filter((choice) => typeof choice === 'string'))];
  const choices = named.length > 0 || position < 0 || body['max_tokens'] !== 1 ? named : LETTERS;
  const said = choices[Math.max(0, position)] ?? choices[0];
  return said === undefined ? undefined : [said, ...choices.filter((choice) => choice !== said)];
}

/** OpenAI's `logprobs.content` of an answer of one token; undefined when the body does not ask for it. */
export function logprobsOf(body: JsonObject, tokens: readonly string[]): readonly JsonObject[] | undefined {
  const [said] = tokens;
  if (body['logprobs'] !== true || said === undefined) return undefined;
  const most = typeof body['top_logprobs'] === 'number' ? body['top_logprobs'] : 0;
  const entries = tokens.map((token, at) => ({
    token,
    logprob: Math.log(at === 0 ? SURE : (1 - SURE) / (tokens.length - 1)),
    bytes: [...Buffer.from(token)],
  }));
  return [{ ...entries[0], top_logprobs: entries.slice(0, most) }];
}
