/** The head of an HTTP request as Envoy shows it. */
export interface RequestHead {
  /** Upper case, such as `POST`. */
  readonly method: string;
  /** `:path` with its query, such as `/v1/chat/completions?trace=1`. */
  readonly path: string;
  /** Names in lower case; repeated headers are joined by `, ` (RFC 9110 section 5.3). Pseudo-headers are left out. */
  readonly headers: ReadonlyMap<string, string>;
}
