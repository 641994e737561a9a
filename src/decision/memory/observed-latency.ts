/** Latency of one answer, as Envoy measured it. */
export interface TimedAnswer {
  /** Milliseconds to the first byte. */
  readonly firstByteMs: number;
  /** Milliseconds to the end. */
  readonly totalMs: number;
  /** Tokens of the answer; `undefined` when the upstream did not tell. */
  readonly outputTokens: number | undefined;
}

interface Pace {
  readonly firstByteMs: number;
  /** `undefined` until an answer told its tokens. */
  readonly tokenMs: number | undefined;
}

/** Weight of the newest answer: half of what is remembered comes from the last seven. */
const NEWEST = 0.1;

/**
 * Remembers how fast each model answers, as exponentially weighted means: the time to the first byte and the time for each
 * token after it. Lives as long as the process, beside the registry's snapshots; models are known by name.
 */
export class ObservedLatency {
  readonly #paces = new Map<string, Pace>();

  /** Values that cannot be (negative, NaN, an end before the first byte) are passed over. */
  observe(model: string, { firstByteMs, totalMs, outputTokens }: TimedAnswer): void {
    if (!(firstByteMs >= 0) || !(totalMs >= firstByteMs)) return;
    const before = this.#paces.get(model);
    const told = outputTokens !== undefined && outputTokens > 0;
    this.#paces.set(model, {
      firstByteMs: mix(before?.firstByteMs, firstByteMs),
      tokenMs: told ? mix(before?.tokenMs, (totalMs - firstByteMs) / outputTokens) : before?.tokenMs,
    });
  }

  /** Expected milliseconds to the end of an answer of so many tokens; `undefined` for a model that has not answered yet. */
  expect(model: string, outputTokens: number): number | undefined {
    const pace = this.#paces.get(model);
    return pace && pace.firstByteMs + (pace.tokenMs ?? 0) * outputTokens;
  }
}

function mix(before: number | undefined, now: number): number {
  return before === undefined ? now : before + NEWEST * (now - before);
}
