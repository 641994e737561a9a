import { piecesOf, type Answer } from './answer.js';
import type { ServerEvent } from './event-stream.js';
import type { JsonObject } from './json.js';
import type { Shape } from './shape.js';

/** https://platform.openai.com/docs/api-reference/responses and its streaming events. */
export const responses: Shape = {
  missing: (body) => (body['input'] === undefined ? 'input' : undefined),
  whole: (answer, id) => responseOf(answer, id, 'completed'),
  events: (answer, id) => {
    const events: readonly JsonObject[] = [
      { type: 'response.created', response: responseOf(answer, id, 'in_progress') },
      { type: 'response.in_progress', response: responseOf(answer, id, 'in_progress') },
      ...(answer.toolCall === undefined ? textEvents(answer, id) : toolEvents(answer, id)),
      { type: 'response.completed', response: responseOf(answer, id, 'completed') },
    ];
    return events.map(numbered);
  },
};

function numbered(event: JsonObject, index: number): ServerEvent {
  return { event: String(event['type']), data: { ...event, sequence_number: index } };
}

function responseOf(answer: Answer, id: string, status: 'in_progress' | 'completed'): JsonObject {
  const done = status === 'completed';
  return {
    id: `resp-${id}`,
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    status,
    model: answer.model,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    output: done ? [itemOf(answer, id, status)] : [],
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    usage: done ? usageOf(answer) : null,
  };
}

function usageOf(answer: Answer): JsonObject {
  return {
    input_tokens: answer.inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: answer.outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: answer.inputTokens + answer.outputTokens,
  };
}

function itemOf(answer: Answer, id: string, status: 'in_progress' | 'completed'): JsonObject {
  const done = status === 'completed';
  const { toolCall } = answer;
  if (toolCall !== undefined) {
    const call = { ...toolCall, arguments: done ? toolCall.arguments : '' };
    return { type: 'function_call', id: `fc-${id}`, call_id: `call-${id}`, status, ...call };
  }
  const content = done ? [partOf(answer.text)] : [];
  return { type: 'message', id: `msg-${id}`, role: 'assistant', status, content };
}

function partOf(text: string): JsonObject {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function textEvents(answer: Answer, id: string): readonly JsonObject[] {
  const at = { item_id: `msg-${id}`, output_index: 0, content_index: 0 };
  return [
    { type: 'response.output_item.added', output_index: 0, item: itemOf(answer, id, 'in_progress') },
    { type: 'response.content_part.added', ...at, part: partOf('') },
    ...piecesOf(answer).map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...at, text: answer.text, logprobs: [] },
    { type: 'response.content_part.done', ...at, part: partOf(answer.text) },
    { type: 'response.output_item.done', output_index: 0, item: itemOf(answer, id, 'completed') },
  ];
}

function toolEvents(answer: Answer, id: string): readonly JsonObject[] {
  const at = { item_id: `fc-${id}`, output_index: 0 };
  const text = answer.toolCall?.arguments ?? '';
  return [
    { type: 'response.output_item.added', output_index: 0, item: itemOf(answer, id, 'in_progress') },
    { type: 'response.function_call_arguments.delta', ...at, delta: text },
    { type: 'response.function_call_arguments.done', ...at, name: answer.toolCall?.name, arguments: text },
    { type: 'response.output_item.done', output_index: 0, item: itemOf(answer, id, 'completed') },
  ];
}
