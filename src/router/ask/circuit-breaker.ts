export interface CircuitBreakerOptions {
  /** Failures in a row that open it; default 5. */
  readonly failures?: number;
  /** How long it stays open before one request may probe, in milliseconds; default 1,500. */
  readonly openMs?: number;
  /** The clock, in milliseconds. */
  readonly now: () => number;
}

const FAILURES = 5;
/** One request in so long finds out whether the server is back: soon enough for people, and nothing for a server. */
const OPEN_MS = 1_500;

/**
 * Spares requests the wait for a server that does not answer anyway. Closed: all may ask. Open: nobody. Half-open, once
 * its time is over: one may, and its answer closes the breaker or opens it again.
 * https://learn.microsoft.com/azure/architecture/patterns/circuit-breaker
 */
export class CircuitBreaker {
  readonly #most: number;
  readonly #openMs: number;
  readonly #now: () => number;
  #failures = 0;
  #closedAgainAt = -Infinity;
  #probing = false;

  constructor({ failures = FAILURES, openMs = OPEN_MS, now }: CircuitBreakerOptions) {
    this.#most = failures;
    this.#openMs = openMs;
    this.#now = now;
  }

  /** Whether to ask. Who is let through tells {@link report}, whatever becomes of it. */
  admit(): boolean {
    if (this.#failures < this.#most) return true;
    if (this.#probing || this.#now() < this.#closedAgainAt) return false;
    this.#probing = true;
    return true;
  }

  report(answered: boolean): void {
    this.#probing = false;
    if (answered) {
      this.#failures = 0;
      return;
    }
    this.#failures += 1;
    if (this.#failures >= this.#most) this.#closedAgainAt = this.#now() + this.#openMs;
  }

  get isOpen(): boolean {
    return this.#failures >= this.#most;
  }
}
