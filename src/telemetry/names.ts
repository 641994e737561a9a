/**
 * The name of every span, event and attribute that Dragoman emits. One without the prefix `dragoman.` is of OpenTelemetry's
 * semantic conventions, those for generative AI among them
 * (https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-spans.md); the rest is ours.
 * No value of any of them holds text of a prompt or of an answer.
 */
import { ATTRIBUTE_TABLE } from './traces/attribute-table.js';
import { EVENT_TABLE } from './traces/event-table.js';
import { SPAN_TABLE } from './traces/span-table.js';

/** But for the outcome's span, whose name is made by {@link outcomeSpanName}. */
export const SPANS = namesOf(SPAN_TABLE);

export const ATTRIBUTES = namesOf(ATTRIBUTE_TABLE);

export const EVENTS = namesOf(EVENT_TABLE);

/** As the conventions want it: `chat auto`. */
export function outcomeSpanName(operation: string, modelAsked: string): string {
  return `${operation} ${modelAsked}`;
}

/** Longest value that is of a client's or an upstream's own making, in UTF-16 units; the rest is cut off. */
export const LONGEST_VALUE = 256;

/** `gen_ai.operation.name` of each endpoint. */
export const OPERATIONS = {
  'chat-completions': 'chat',
  completions: 'text_completion',
  responses: 'chat',
  messages: 'chat',
} as const;

/** `gen_ai.provider.name` of each endpoint: whose protocol it is. */
export const PROVIDERS = {
  'chat-completions': 'openai',
  completions: 'openai',
  responses: 'openai',
  messages: 'anthropic',
} as const;

function namesOf<T extends Readonly<Record<string, { readonly name: string }>>>(
  table: T,
): { readonly [K in keyof T]: T[K]['name'] } {
  const names = Object.entries(table).map(([key, { name }]) => [key, name]);
  return Object.fromEntries(names) as { readonly [K in keyof T]: T[K]['name'] };
}
