import type { JsonValue } from './json-value.js';
import type { ResponseFormat, Role, Tool } from './request-view.js';

/** What a message holds, whole: nothing is cut yet. */
export interface Content {
  /** Text parts in order; never undefined, possibly empty strings. */
  readonly texts: readonly string[];
  readonly images: number;
  readonly toolCalls: number;
  /** Estimated tokens of what the upstream reads beside `texts`: tool-call arguments, documents, token arrays. */
  readonly otherTokens: number;
}

export interface MessageParts extends Content {
  readonly role: Role;
}

export interface ToolParts extends Tool {
  /** Estimated tokens of the whole definition, schema included. */
  readonly tokens: number;
}

/** The limit that the client set on the answer, and the field that carried it; both or neither. */
export interface TokenLimit {
  readonly maxTokens?: number;
  readonly maxTokensField?: string;
}

/** The form that the answer should have, and the schema for it. */
export interface FormatParts {
  readonly responseFormat: ResponseFormat;
  readonly responseSchema?: JsonValue;
}

/** What an endpoint's shape says, before the parts common to all endpoints are worked out. */
export interface RequestParts extends TokenLimit, FormatParts {
  /** System messages included, in order. */
  readonly messages: readonly MessageParts[];
  readonly tools: readonly ToolParts[];
}

export const NO_CONTENT: Content = { texts: [], images: 0, toolCalls: 0, otherTokens: 0 };
