import type { ResponseFormat } from '../request/request-view.js';

/** What was asked for: as much of a request as the gate judges its answer by. */
export interface Ask {
  /** The last user turn. */
  readonly prompt: string;
  /** System and developer text. */
  readonly system: string;
  readonly responseFormat: ResponseFormat;
  /**
   * Whether JSON in a code fence, between prose or with line breaks in its strings will do, as for a reader that looks
   * for it; otherwise an answer in a JSON format must be JSON and nothing else.
   */
  readonly jsonMayBeWrapped?: true;
  /** JSON Schema of the answer; with `json_schema` only. */
  readonly schema?: unknown;
  readonly tools: readonly AskedTool[];
  /** The limit that the client set on the answer, in tokens. */
  readonly maxTokens?: number;
}

export interface AskedTool {
  readonly name: string;
  /** JSON Schema of its arguments; absent when the client gave none. */
  readonly parameters?: unknown;
}
