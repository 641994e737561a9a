import { type Mapping, mappingsOf, textOf } from './json-shape.js';

/** An event of a response's stream, without its number. */
export interface ResponseEvent extends Mapping {
  readonly type: string;
}

/** The events of one output item: how it begins, what is added to it, and how it ends. */
export function itemEvents(item: Mapping, index: number): ResponseEvent[] {
  const place: Mapping = { item_id: item['id'], output_index: index };
  const { start, events } = growthOf(item, place);
  return [
    { type: 'response.output_item.added', output_index: index, item: start },
    ...events,
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

interface Growth {
  /** The item as it is before anything was added. */
  readonly start: Mapping;
  readonly events: readonly ResponseEvent[];
}

/** A kind that has no deltas begins whole. */
function growthOf(item: Mapping, place: Mapping): Growth {
  switch (item['type']) {
    case 'message': {
      const parts = mappingsOf(item['content']);
      const events = parts.flatMap((part, at) => partEvents(part, { ...place, content_index: at }));
      return { start: { ...item, status: 'in_progress', content: [] }, events };
    }
    case 'reasoning': {
      const parts = mappingsOf(item['summary']);
      const events = parts.flatMap((part, at) => summaryEvents(part, { ...place, summary_index: at }));
      return { start: { ...item, summary: [] }, events };
    }
    case 'function_call':
      return grow(item, 'arguments', 'response.function_call_arguments', place);
    case 'custom_tool_call':
      return grow(item, 'input', 'response.custom_tool_call_input', place);
    default:
      return { start: item, events: [] };
  }
}

/** An item that has one growing text. */
function grow(item: Mapping, member: 'arguments' | 'input', event: string, place: Mapping): Growth {
  const text = textOf(item[member]);
  return {
    start: { ...item, status: 'in_progress', [member]: '' },
    events: [
      { type: `${event}.delta`, ...place, delta: text },
      {
        type: `${event}.done`,
        ...place,
        ...(member === 'arguments' && { name: item['name'] }),
        [member]: text,
      },
    ],
  };
}

function partEvents(part: Mapping, place: Mapping): ResponseEvent[] {
  return [
    { type: 'response.content_part.added', ...place, part: emptied(part) },
    ...contentEvents(part, place),
    { type: 'response.content_part.done', ...place, part },
  ];
}

function contentEvents(part: Mapping, place: Mapping): ResponseEvent[] {
  if (part['type'] === 'refusal') {
    const refusal = textOf(part['refusal']);
    return [
      { type: 'response.refusal.delta', ...place, delta: refusal },
      { type: 'response.refusal.done', ...place, refusal },
    ];
  }
  if (part['type'] !== 'output_text') return [];
  const text = textOf(part['text']);
  const logprobs = part['logprobs'] ?? [];
  const noted = mappingsOf(part['annotations']).map((annotation, at) => ({
    type: 'response.output_text.annotation.added',
    ...place,
    annotation_index: at,
    annotation,
  }));
  return [
    { type: 'response.output_text.delta', ...place, delta: text, logprobs },
    ...noted,
    { type: 'response.output_text.done', ...place, text, logprobs },
  ];
}

function emptied(part: Mapping): Mapping {
  if (part['type'] === 'refusal') return { ...part, refusal: '' };
  if (part['type'] !== 'output_text') return part;
  return { ...part, text: '', annotations: [], ...('logprobs' in part && { logprobs: [] }) };
}

function summaryEvents(part: Mapping, place: Mapping): ResponseEvent[] {
  const text = textOf(part['text']);
  return [
    { type: 'response.reasoning_summary_part.added', ...place, part: { ...part, text: '' } },
    { type: 'response.reasoning_summary_text.delta', ...place, delta: text },
    { type: 'response.reasoning_summary_text.done', ...place, text },
    { type: 'response.reasoning_summary_part.done', ...place, part },
  ];
}
