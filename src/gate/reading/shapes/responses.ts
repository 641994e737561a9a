import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../request/json-value.js';
import type { Finish } from '../../answer.js';
import { addCall, addLogprob, addText, addUsage, createDraft, type AnswerDraft } from '../answer-draft.js';

const USAGE = { input: 'input_tokens', output: 'output_tokens' };

/**
 * Reads a response. Reasoning and the provider's own tools are no part of the answer.
 * @returns whether it has the endpoint's shape
 * @see https://platform.openai.com/docs/api-reference/responses/object
 */
export function readResponse(body: JsonObject, draft: AnswerDraft): boolean {
  addUsage(draft, body['usage'], USAGE);
  const output = body['output'];
  if (body['status'] === 'failed') draft.isError = true;
  if (!isJsonArray(output)) return false;
  for (const [at, item] of output.entries()) if (isJsonObject(item)) readItem(item, at, draft);
  if (draft.finish === 'unknown') draft.finish = finishOf(body, draft);
  return true;
}

function finishOf(body: JsonObject, draft: AnswerDraft): Finish {
  if (body['status'] === 'completed') return draft.calls.size > 0 ? 'tool_calls' : 'stop';
  if (body['status'] !== 'incomplete') return 'unknown';
  const details = body['incomplete_details'];
  return isJsonObject(details) && details['reason'] === 'content_filter' ? 'refused' : 'length';
}

function readItem(item: JsonObject, at: number, draft: AnswerDraft): void {
  const { type, content } = item;
  if (type === 'function_call' || type === 'custom_tool_call') {
    addCall(draft, at, item['name'], item['arguments'] ?? item['input']);
  } else if (type === 'image_generation_call') draft.hasMedia = true;
  else if (type === 'message' && isJsonArray(content)) for (const part of content) readPart(part, draft);
}

function readPart(part: JsonValue, draft: AnswerDraft): void {
  if (!isJsonObject(part)) return;
  if (part['type'] === 'refusal') {
    addText(draft, part['refusal']);
    draft.finish = 'refused';
    return;
  }
  addText(draft, part['text']);
  readLogprobs(part['logprobs'], draft);
}

function readLogprobs(tokens: JsonValue | undefined, draft: AnswerDraft): void {
  if (!isJsonArray(tokens)) return;
  for (const token of tokens) if (isJsonObject(token)) addLogprob(draft, token['logprob']);
}

/**
 * Reads an event of a response that is streamed. The last one holds the whole response, which then counts.
 * @see https://platform.openai.com/docs/api-reference/responses-streaming
 */
export function readResponseEvent(event: JsonObject, draft: AnswerDraft): boolean {
  const { type, item } = event;
  const place = typeof event['output_index'] === 'number' ? event['output_index'] : 0;
  if (type === 'response.output_text.delta') {
    addText(draft, event['delta']);
    readLogprobs(event['logprobs'], draft);
  } else if (type === 'response.refusal.delta') {
    addText(draft, event['delta']);
    draft.finish = 'refused';
  } else if (type === 'response.output_item.added' && isJsonObject(item)) readItem(item, place, draft);
  else if (type === 'response.function_call_arguments.delta') {
    addCall(draft, place, undefined, event['delta']);
  } else if (type === 'error') draft.isError = true;
  else if (type === 'response.completed' || type === 'response.incomplete' || type === 'response.failed') {
    if (isJsonObject(event['response'])) replaceBy(event['response'], draft);
    draft.isEnded = true;
  }
  return typeof type === 'string';
}

function replaceBy(response: JsonObject, draft: AnswerDraft): void {
  const whole = createDraft();
  // Some servers leave the output out here.
  const hasOutput = readResponse(response, whole) && (whole.chars > 0 || whole.calls.size > 0);
  draft.isError ||= whole.isError;
  draft.inputTokens = whole.inputTokens ?? draft.inputTokens;
  draft.outputTokens = whole.outputTokens ?? draft.outputTokens;
  if (draft.finish === 'unknown') draft.finish = whole.finish;
  if (draft.finish === 'stop' && draft.calls.size > 0) draft.finish = 'tool_calls';
  if (!hasOutput) return;
  replaceAll(draft.texts, whole.texts);
  draft.chars = whole.chars;
  draft.calls.clear();
  for (const [place, call] of whole.calls) draft.calls.set(place, call);
  draft.hasMedia ||= whole.hasMedia;
  if (whole.logprobs.length > 0) replaceAll(draft.logprobs, whole.logprobs);
}

/** One by one: an answer may have more parts than a call can have arguments. */
function replaceAll<T>(list: T[], items: readonly T[]): void {
  list.length = 0;
  for (const item of items) list.push(item);
}
