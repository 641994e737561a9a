import { piecesOf, type Answer } from './answer.js';
import type { ServerEvent } from './event-stream.js';
import { listOf, objectOf, type JsonObject } from './json.js';
import type { Shape } from './shape.js';

/** https://platform.openai.com/docs/api-reference/chat, as vLLM serves it. */
export const chatCompletions: Shape = {
  missing: (body) => (listOf(body['messages']).length > 0 ? undefined : 'messages'),
  whole: (answer, id) => ({
    ...head(answer, id, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: messageOf(answer, id),
        logprobs: answer.logprobs === undefined ? null : { content: answer.logprobs },
        finish_reason: finishReason(answer),
      },
    ],
    usage: usageOf(answer),
  }),
  events: (answer, id, body) => {
    const chunk = (delta: JsonObject, finish: string | null = null): ServerEvent => ({
      data: {
        ...head(answer, id, 'chat.completion.chunk'),
        choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      },
    });
    return [
      chunk({ role: 'assistant', content: '' }),
      ...deltasOf(answer, id).map((delta) => chunk(delta)),
      chunk({}, finishReason(answer)),
      ...usageEvents(answer, body, head(answer, id, 'chat.completion.chunk')),
      { data: '[DONE]' },
    ];
  },
};

/** The last chunk of a stream when the client asks for it with `stream_options.include_usage`. */
export function usageEvents(answer: Answer, body: JsonObject, start: JsonObject): readonly ServerEvent[] {
  if (objectOf(body['stream_options'])['include_usage'] !== true) return [];
  return [{ data: { ...start, choices: [], usage: usageOf(answer) } }];
}

export function usageOf(answer: Answer): JsonObject {
  return {
    prompt_tokens: answer.inputTokens,
    completion_tokens: answer.outputTokens,
    total_tokens: answer.inputTokens + answer.outputTokens,
  };
}

function head(answer: Answer, id: string, object: string): JsonObject {
  return { id: `chatcmpl-${id}`, object, created: Math.floor(Date.now() / 1000), model: answer.model };
}

function finishReason(answer: Answer): string {
  if (answer.toolCall !== undefined) return 'tool_calls';
  return answer.cut ? 'length' : 'stop';
}

function messageOf(answer: Answer, id: string): JsonObject {
  const { toolCall } = answer;
  if (toolCall === undefined) return { role: 'assistant', content: answer.text, refusal: null };
  const calls = [{ id: `call-${id}`, type: 'function', function: toolCall }];
  return { role: 'assistant', content: null, refusal: null, tool_calls: calls };
}

function deltasOf(answer: Answer, id: string): readonly JsonObject[] {
  const { toolCall } = answer;
  if (toolCall === undefined) return piecesOf(answer).map((content) => ({ content }));
  const opened = {
    index: 0,
    id: `call-${id}`,
    type: 'function',
    function: { name: toolCall.name, arguments: '' },
  };
  const filled = { index: 0, function: { arguments: toolCall.arguments } };
  return [{ tool_calls: [opened] }, { tool_calls: [filled] }];
}
