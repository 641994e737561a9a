/** US dollars per million tokens. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
}

/** US dollars; `undefined` when the upstream did not report its token counts. */
export function costOf(
  price: TokenPrice,
  tokens: { readonly inputTokens?: number; readonly outputTokens?: number },
): number | undefined {
  if (tokens.inputTokens === undefined || tokens.outputTokens === undefined) return undefined;
  return (tokens.inputTokens * price.input + tokens.outputTokens * price.output) / 1e6;
}
