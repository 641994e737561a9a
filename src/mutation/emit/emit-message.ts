import type { Emitter } from './emitter.js';
import { isMapping, type Mapping, mappingsOf, textOf } from './json-shape.js';
import type { ServerSentEvent } from './server-sent-events.js';

/** Events of messages: https://docs.anthropic.com/en/api/messages-streaming */
export const emitMessage: Emitter = (answer) => {
  const { content, stop_reason: reason, stop_sequence: sequence, usage, ...rest } = answer;
  if (answer['type'] !== 'message' || !Array.isArray(content) || !content.every(isMapping)) return undefined;
  const start = { ...rest, content: [], stop_reason: null, stop_sequence: null, usage };
  return [
    named({ type: 'message_start', message: start }),
    ...content.flatMap(blockEvents),
    named({
      type: 'message_delta',
      delta: { stop_reason: reason ?? 'end_turn', stop_sequence: sequence ?? null },
      usage: usage ?? { output_tokens: 0 },
    }),
    named({ type: 'message_stop' }),
  ];
};

interface MessageEvent extends Mapping {
  readonly type: string;
}

function named(data: MessageEvent): ServerSentEvent {
  return { name: data.type, data };
}

function blockEvents(block: Mapping, index: number): ServerSentEvent[] {
  const { start, deltas } = split(block);
  return [
    named({ type: 'content_block_start', index, content_block: start }),
    ...deltas.map((delta) => named({ type: 'content_block_delta', index, delta })),
    named({ type: 'content_block_stop', index }),
  ];
}

/** A block as it begins, and what is then added to it. A kind that has no deltas begins whole. */
function split(block: Mapping): { readonly start: Mapping; readonly deltas: readonly Mapping[] } {
  switch (block['type']) {
    case 'text': {
      const { citations, ...rest } = block;
      const cited = mappingsOf(citations).map((citation) => ({ type: 'citations_delta', citation }));
      const text = { type: 'text_delta', text: textOf(block['text']) };
      const start = cited.length > 0 ? { ...rest, text: '', citations: [] } : { ...rest, text: '' };
      return { start, deltas: [...cited, text] };
    }
    case 'thinking': {
      const { thinking, signature } = block;
      const thought = { type: 'thinking_delta', thinking: textOf(thinking) };
      const signed = { type: 'signature_delta', signature: textOf(signature) };
      return { start: { ...block, thinking: '', signature: '' }, deltas: [thought, signed] };
    }
    case 'tool_use':
    case 'server_tool_use': {
      const json = { type: 'input_json_delta', partial_json: JSON.stringify(block['input'] ?? {}) };
      return { start: { ...block, input: {} }, deltas: [json] };
    }
    default:
      return { start: block, deltas: [] };
  }
}
