import { SlidingCount } from './sliding-count.js';

export interface LlmBudgetOptions {
  /** Largest share of all requests that may ask, in [0, 1], over five minutes. */
  readonly maxShare: number;
  /** Most tokens, prompt and answer, over one minute. */
  readonly tokensPerMinute: number;
  /** The clock, in milliseconds. */
  readonly now: () => number;
}

const SHARE_WINDOW_MS = 300_000;
const TOKEN_WINDOW_MS = 60_000;
/** Questions that are let through in a window whatever their share: of two requests, one is not too many. */
const ALWAYS = 5;
/** Requests in a window below which a share means nothing. */
const ALARM_REQUESTS = 100;

/** Keeps the questions rare and cheap. */
export class LlmBudget {
  readonly #maxShare: number;
  readonly #tokensPerMinute: number;
  readonly #requests: SlidingCount;
  readonly #wanted: SlidingCount;
  readonly #admitted: SlidingCount;
  readonly #tokens: SlidingCount;

  constructor({ maxShare, tokensPerMinute, now }: LlmBudgetOptions) {
    this.#maxShare = maxShare;
    this.#tokensPerMinute = tokensPerMinute;
    this.#requests = new SlidingCount(SHARE_WINDOW_MS, now);
    this.#wanted = new SlidingCount(SHARE_WINDOW_MS, now);
    this.#admitted = new SlidingCount(SHARE_WINDOW_MS, now);
    this.#tokens = new SlidingCount(TOKEN_WINDOW_MS, now);
  }

  /** One request was routed, by whichever layer. */
  countRequest(): void {
    this.#requests.add(1);
  }

  /** One request would ask, whatever it is told. */
  countWanted(): void {
    this.#wanted.add(1);
  }

  /**
   * Reserves the tokens of one question.
   *
   * @param tokens estimate of prompt and answer
   */
  admit(tokens: number): boolean {
    const allowed = Math.max(this.#maxShare > 0 ? ALWAYS : 0, this.#maxShare * this.#requests.sum);
    if (this.#admitted.sum + 1 > allowed) return false;
    if (this.#tokens.sum + tokens > this.#tokensPerMinute) return false;
    this.#admitted.add(1);
    this.#tokens.add(tokens);
    return true;
  }

  /** What was admitted is not asked after all. */
  takeBack(tokens: number): void {
    this.#admitted.add(-1);
    this.#tokens.add(-tokens);
  }

  /** The answer says how many tokens it really was. */
  correct(estimated: number, used: number): void {
    this.#tokens.add(used - estimated);
  }

  /** Share of the requests of the last five minutes that would ask, in [0, 1]. */
  get wantedShare(): number {
    const requests = this.#requests.sum;
    return requests === 0 ? 0 : Math.min(1, this.#wanted.sum / requests);
  }

  /** Whether more requests want to ask than may. */
  get isOverrun(): boolean {
    return this.#requests.sum >= ALARM_REQUESTS && this.wantedShare > this.#maxShare;
  }
}
