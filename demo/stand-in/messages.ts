import { piecesOf, type Answer } from './answer.js';
import type { ServerEvent } from './event-stream.js';
import { listOf, type JsonObject } from './json.js';
import type { Shape } from './shape.js';

/** https://docs.anthropic.com/en/api/messages and its streaming events. */
export const messages: Shape = {
  missing: (body) => {
    if (listOf(body['messages']).length === 0) return 'messages';
    return typeof body['max_tokens'] === 'number' ? undefined : 'max_tokens';
  },
  whole: (answer, id) => ({
    ...head(answer, id),
    content: [blockOf(answer, id)],
    stop_reason: stopReason(answer),
    usage: { input_tokens: answer.inputTokens, output_tokens: answer.outputTokens },
  }),
  events: (answer, id) => {
    const started = { ...head(answer, id), content: [], stop_reason: null };
    const opened =
      answer.toolCall === undefined ? { type: 'text', text: '' } : { ...blockOf(answer, id), input: {} };
    const usage = { input_tokens: answer.inputTokens, output_tokens: 1 };
    const events: readonly JsonObject[] = [
      { type: 'message_start', message: { ...started, usage } },
      { type: 'content_block_start', index: 0, content_block: opened },
      { type: 'ping' },
      ...deltasOf(answer).map((delta) => ({ type: 'content_block_delta', index: 0, delta })),
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: stopReason(answer), stop_sequence: null },
        usage: { output_tokens: answer.outputTokens },
      },
      { type: 'message_stop' },
    ];
    return events.map((event): ServerEvent => ({ event: String(event['type']), data: event }));
  },
};

function head(answer: Answer, id: string): JsonObject {
  return { id: `msg_${id}`, type: 'message', role: 'assistant', model: answer.model, stop_sequence: null };
}

function stopReason(answer: Answer): string {
  if (answer.toolCall !== undefined) return 'tool_use';
  return answer.cut ? 'max_tokens' : 'end_turn';
}

function blockOf(answer: Answer, id: string): JsonObject {
  const { toolCall } = answer;
  if (toolCall === undefined) return { type: 'text', text: answer.text };
  return { type: 'tool_use', id: `toolu_${id}`, name: toolCall.name, input: JSON.parse(toolCall.arguments) };
}

function deltasOf(answer: Answer): readonly JsonObject[] {
  if (answer.toolCall !== undefined) {
    return [{ type: 'input_json_delta', partial_json: answer.toolCall.arguments }];
  }
  return piecesOf(answer).map((text) => ({ type: 'text_delta', text }));
}
