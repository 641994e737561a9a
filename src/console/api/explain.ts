/**
 * `POST /explain`: a request that is judged and not sent on. It has exactly one of `text`, `messages` and `body`; the answer is
 * an `Explanation` (src/lab/explain/explanation.ts).
 */
export interface ExplainRequest {
  /** One user turn. */
  readonly text?: string;
  /** The turns of a chat, as in a chat completion. */
  readonly messages?: readonly object[];
  /** A whole request of any endpoint that is routed. */
  readonly body?: object;
  /** The endpoint of `body`, such as `/v1/responses`; default: the one that has its fields. */
  readonly path?: string;
  /** The request's own headers, which rules and the tenant are read from. */
  readonly headers?: Readonly<Record<string, string>>;
}
