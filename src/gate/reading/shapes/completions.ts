import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../request/json-value.js';
import type { Finish } from '../../answer.js';
import { addLogprob, addText, addUsage, type AnswerDraft } from '../answer-draft.js';
import { firstChoice } from './first-choice.js';

const FINISHES: ReadonlyMap<JsonValue | undefined, Finish> = new Map<JsonValue | undefined, Finish>([
  ['stop', 'stop'],
  ['length', 'length'],
  ['content_filter', 'refused'],
]);
const USAGE = { input: 'prompt_tokens', output: 'completion_tokens' };

/**
 * Reads a legacy completion or a chunk of one: they have the same shape.
 * @returns whether it has the endpoint's shape
 * @see https://platform.openai.com/docs/api-reference/completions/object
 */
export function readCompletion(body: JsonObject, draft: AnswerDraft): boolean {
  addUsage(draft, body['usage'], USAGE);
  if (!isJsonArray(body['choices'])) return false;
  const choice = firstChoice(body['choices']);
  if (choice === undefined) return true;
  addText(draft, choice['text']);
  const reason = choice['finish_reason'] ?? undefined;
  if (reason !== undefined) draft.finish = FINISHES.get(reason) ?? 'unknown';
  const logprobs = choice['logprobs'];
  const tokens = isJsonObject(logprobs) ? logprobs['token_logprobs'] : undefined;
  if (isJsonArray(tokens)) for (const token of tokens) addLogprob(draft, token);
  return true;
}
