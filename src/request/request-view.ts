import type { JsonValue } from './json-value.js';
import type { RequestHead } from './request-head.js';

/** The four request shapes we understand; every other path passes through untouched. */
export type Endpoint = 'chat-completions' | 'completions' | 'responses' | 'messages';

export type Role = 'system' | 'user' | 'assistant' | 'tool';

/** One message, whatever the endpoint called it. `developer` becomes `system`, `function` becomes `tool`. */
export interface Message {
  readonly role: Role;
  /** All text parts joined by a newline; empty when the message holds none. */
  readonly text: string;
  /** Number of image parts. */
  readonly images: number;
  /** Number of tool calls that an assistant message makes. */
  readonly toolCalls: number;
}

export interface Tool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of its arguments, as sent; absent when there is none, or one over {@link MAX_SCHEMA_CHARS}. */
  readonly parameters?: JsonValue;
}

export type ResponseFormat = 'text' | 'json_object' | 'json_schema';

/** A script that occurs in the last user turn, with its share of the letters, in (0, 1]. */
export interface LanguageHint {
  readonly script: string;
  readonly share: number;
}

/** What the body itself says about the conversation it belongs to. */
export interface ConversationHints {
  /** The provider's name of the whole conversation: `conversation` of Responses. */
  readonly id?: string;
  /** The client's name for requests that share a prefix: `prompt_cache_key`. */
  readonly cacheKey?: string;
  /** The client's name of its user: `safety_identifier`, `user`, or `metadata.user_id` of messages. */
  readonly user?: string;
  /** Present when the turns before are not in the body: `previous_response_id`. */
  readonly continues?: true;
}

/** What was asked: the value that the request room makes and every later room reads. */
export interface RequestView {
  readonly head: RequestHead;
  readonly endpoint: Endpoint;
  /** The `model` field as sent; absent when the field is missing, which means `auto`. */
  readonly model?: string;
  /** System and developer text, joined by newlines. */
  readonly system: string;
  /** The conversation without its system messages, in order. */
  readonly messages: readonly Message[];
  /** Text of the last message whose role is `user`; empty when there is none. */
  readonly lastUserText: string;
  readonly tools: readonly Tool[];
  /** Tool calls made so far in the conversation. */
  readonly toolCalls: number;
  /** Images in the whole conversation. */
  readonly images: number;
  readonly responseFormat: ResponseFormat;
  /** JSON Schema of the answer, as sent; absent without `json_schema`, or with one over {@link MAX_SCHEMA_CHARS}. */
  readonly responseSchema?: JsonValue;
  readonly stream: boolean;
  /** The limit that the client set on the answer, in tokens, under whichever name its endpoint has for it. */
  readonly maxTokens?: number;
  /** The field that carried {@link maxTokens}, such as `max_completion_tokens`; present with it. */
  readonly maxTokensField?: string;
  /** Conversation depth: the number of user messages. */
  readonly turns: number;
  /** Scripts of the last user turn, largest share first; empty for a turn without letters. */
  readonly languages: readonly LanguageHint[];
  /** Estimated prompt tokens of system, messages and tools (see `estimateTokens`). */
  readonly tokenEstimate: number;
  /** Absent when the body says nothing about it. */
  readonly conversation?: ConversationHints;
  /** Present when answering does more than answering, see `readSideEffects`: the request must not be sent twice. */
  readonly hasSideEffects?: true;
  /** Whether a text of this view was cut at {@link MAX_TEXT_CHARS}; the body sent on is never cut. */
  readonly truncated: boolean;
}

/** Longest text, in UTF-16 units, that a view keeps of one message; later rooms need no more. */
export const MAX_TEXT_CHARS = 65_536;

/** Longest JSON Schema that a view keeps, in characters of compact JSON; longer ones are sent on all the same. */
export const MAX_SCHEMA_CHARS = 65_536;
