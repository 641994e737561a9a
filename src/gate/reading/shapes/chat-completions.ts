import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../request/json-value.js';
import type { Finish } from '../../answer.js';
import { addCall, addLogprob, addText, addUsage, type AnswerDraft } from '../answer-draft.js';
import { firstChoice } from './first-choice.js';

const FINISHES: ReadonlyMap<JsonValue | undefined, Finish> = new Map<JsonValue | undefined, Finish>([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'tool_calls'],
  ['function_call', 'tool_calls'],
  ['content_filter', 'refused'],
]);
const USAGE = { input: 'prompt_tokens', output: 'completion_tokens' };

/**
 * Reads a chat completion or, with `delta` in the place of `message`, a chunk of one. A thinking model's reasoning is
 * no part of the answer.
 * @returns whether it has the endpoint's shape
 * @see https://platform.openai.com/docs/api-reference/chat/object
 */
export function readChatCompletion(body: JsonObject, draft: AnswerDraft): boolean {
  addUsage(draft, body['usage'], USAGE);
  if (!isJsonArray(body['choices'])) return false;
  const choice = firstChoice(body['choices']);
  // A last chunk may hold the usage only.
  if (choice === undefined) return true;
  const message = choice['message'] ?? choice['delta'];
  if (isJsonObject(message)) readMessage(message, draft);
  const reason = choice['finish_reason'] ?? undefined;
  if (reason !== undefined && draft.finish !== 'refused') draft.finish = FINISHES.get(reason) ?? 'unknown';
  readLogprobs(choice['logprobs'], draft);
  return true;
}

function readMessage(message: JsonObject, draft: AnswerDraft): void {
  const content = message['content'];
  if (isJsonArray(content)) for (const part of content) readPart(part, draft);
  else addText(draft, content);
  if (typeof message['refusal'] === 'string' && message['refusal'] !== '') {
    addText(draft, message['refusal']);
    draft.finish = 'refused';
  }
  if (isJsonObject(message['audio']) || isJsonArray(message['images'])) draft.hasMedia = true;
  const calls = message['tool_calls'];
  if (isJsonArray(calls)) for (const [at, call] of calls.entries()) readCall(call, at, draft);
  const legacy = message['function_call'];
  if (isJsonObject(legacy)) addCall(draft, 0, legacy['name'], legacy['arguments']);
}

function readPart(part: JsonValue, draft: AnswerDraft): void {
  if (!isJsonObject(part)) return;
  if (typeof part['text'] === 'string') addText(draft, part['text']);
  else if (part['type'] === 'image_url' || part['type'] === 'audio') draft.hasMedia = true;
}

function readCall(call: JsonValue, at: number, draft: AnswerDraft): void {
  if (!isJsonObject(call)) return;
  const place = typeof call['index'] === 'number' ? call['index'] : at;
  const made = call['function'] ?? call['custom'];
  if (isJsonObject(made)) addCall(draft, place, made['name'], made['arguments'] ?? made['input']);
}

function readLogprobs(logprobs: JsonValue | undefined, draft: AnswerDraft): void {
  const tokens = isJsonObject(logprobs) ? logprobs['content'] : undefined;
  if (!isJsonArray(tokens)) return;
  for (const token of tokens) if (isJsonObject(token)) addLogprob(draft, token['logprob']);
}
