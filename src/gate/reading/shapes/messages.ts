import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../request/json-value.js';
import type { Finish } from '../../answer.js';
import { addCall, addText, addUsage, type AnswerDraft } from '../answer-draft.js';

const FINISHES: ReadonlyMap<JsonValue | undefined, Finish> = new Map<JsonValue | undefined, Finish>([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool_calls'],
  ['refusal', 'refused'],
]);
const USAGE = { input: 'input_tokens', output: 'output_tokens' };

/**
 * Reads an answer of Anthropic's Messages. Thinking and the provider's own tools are no part of the answer.
 * @returns whether it has the endpoint's shape
 * @see https://docs.anthropic.com/en/api/messages
 */
export function readMessage(body: JsonObject, draft: AnswerDraft): boolean {
  addUsage(draft, body['usage'], USAGE);
  const content = body['content'];
  if (!isJsonArray(content)) return false;
  for (const [at, block] of content.entries()) readBlock(block, at, draft);
  readStop(body['stop_reason'], draft);
  return true;
}

function readBlock(block: JsonValue | undefined, place: number, draft: AnswerDraft): void {
  if (!isJsonObject(block)) return;
  const { type, input } = block;
  if (type === 'text') addText(draft, block['text']);
  else if (type === 'image') draft.hasMedia = true;
  else if (type === 'tool_use') {
    // A stream opens with an empty object in the place of what follows.
    const isWhole = isJsonObject(input) && Object.keys(input).length > 0;
    addCall(draft, place, block['name'], isWhole ? JSON.stringify(input) : undefined);
  }
}

function readStop(reason: JsonValue | undefined, draft: AnswerDraft): void {
  if (typeof reason === 'string') draft.finish = FINISHES.get(reason) ?? 'unknown';
}

/**
 * Reads an event of an answer that is streamed.
 * @see https://docs.anthropic.com/en/docs/build-with-claude/streaming
 */
export function readMessageEvent(event: JsonObject, draft: AnswerDraft): boolean {
  const { type, delta, message } = event;
  const place = typeof event['index'] === 'number' ? event['index'] : 0;
  if (type === 'message_start' && isJsonObject(message)) addUsage(draft, message['usage'], USAGE);
  else if (type === 'content_block_start') readBlock(event['content_block'], place, draft);
  else if (type === 'content_block_delta' && isJsonObject(delta)) {
    if (delta['type'] === 'text_delta') addText(draft, delta['text']);
    else if (delta['type'] === 'input_json_delta') {
      addCall(draft, place, undefined, delta['partial_json']);
    }
  } else if (type === 'message_delta') {
    if (isJsonObject(delta)) readStop(delta['stop_reason'], draft);
    addUsage(draft, event['usage'], USAGE);
  } else if (type === 'message_stop') draft.isEnded = true;
  else if (type === 'error') draft.isError = true;
  return typeof type === 'string';
}
