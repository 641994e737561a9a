/** How a model stopped, whatever its endpoint called it. `unknown`: it did not say. */
export type Finish = 'stop' | 'length' | 'tool_calls' | 'refused' | 'unknown';

/** A tool call as the model made it. */
export interface AnsweredCall {
  readonly name: string;
  /** JSON text, as the model wrote it: it may be none. */
  readonly arguments: string;
}

/** What a model answered: the value that every check reads. */
export interface Answer {
  /** All text of the first choice, in order; empty when there is none. */
  readonly text: string;
  readonly finish: Finish;
  readonly toolCalls: readonly AnsweredCall[];
  /** Whether it holds anything but text and tool calls, such as audio or an image. */
  readonly hasMedia: boolean;
  /** Natural logarithms of the tokens' probabilities, where the upstream gave them. */
  readonly logprobs?: readonly number[];
  /** As the upstream counted; absent where it gave none, or none that can be. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}
