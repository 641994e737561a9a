import type { RequestView, ResponseFormat } from '../request/request-view.js';

/** What is known of a prompt without its text. */
export interface PromptFacts {
  /** Estimated, of system, messages and tools. */
  readonly tokens: number;
  /** User turns so far. */
  readonly turns: number;
  readonly tools: number;
  /** Images in the whole conversation. */
  readonly images: number;
  readonly format: ResponseFormat;
  /** The client's limit on the answer, in tokens; `undefined` when it set none. */
  readonly maxTokens: number | undefined;
}

export function promptFacts(view: RequestView): PromptFacts {
  const { tokenEstimate: tokens, turns, tools, images, responseFormat: format, maxTokens } = view;
  return { tokens, turns, tools: tools.length, images, format, maxTokens };
}
