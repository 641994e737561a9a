import { choicesOf, type Chunk, finish } from './completion-chunks.js';
import type { Emitter } from './emitter.js';
import { isMapping, type Mapping, mappingsOf } from './json-shape.js';

/** Chunks of chat completions: https://platform.openai.com/docs/api-reference/chat-streaming */
export const emitChatCompletion: Emitter = (answer, includesUsage) => {
  const choices = choicesOf(answer);
  if (choices?.every(({ message }) => isMapping(message)) !== true) return undefined;
  return finish(answer, { object: 'chat.completion.chunk', includesUsage }, choices.flatMap(chunksOf));
};

function chunksOf({ index, message, finish_reason: reason, logprobs, ...others }: Mapping): Chunk[] {
  const { role, content, tool_calls: calls, ...rest } = isMapping(message) ? message : {};
  const chunk = (delta: object, more: object = {}): Chunk => ({
    choice: { index, delta, ...more, finish_reason: null },
  });
  const toolCalls = mappingsOf(calls).map((call, at) => ({ index: at, ...call }));
  const extras = withoutNulls(rest);
  const hasText = typeof content === 'string' && content !== '';
  return [
    chunk({ role: role ?? 'assistant', content: toolCalls.length > 0 && content == null ? null : '' }),
    // What reasoning models thought, and refusals, stand before the text.
    ...(Object.keys(extras).length > 0 ? [chunk(extras)] : []),
    ...(hasText || logprobs != null ? [chunk({ content }, { logprobs: logprobs ?? null })] : []),
    ...toolCalls.map((call) => chunk({ tool_calls: [call] })),
    { choice: { index, delta: {}, ...others, finish_reason: reason ?? 'stop' } },
  ];
}

/** A null in a whole message stands for what a stream leaves out, as `refusal` and `audio`. */
function withoutNulls(value: Mapping): Mapping {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}
