interface Bucket {
  readonly start: number;
  amount: number;
}

/** Buckets a window is cut into: the error of a sliding sum is at most one of them. */
const BUCKETS = 30;

/** The sum of what was counted in the last `windowMs` milliseconds, in bounded memory. */
export class SlidingCount {
  readonly #windowMs: number;
  readonly #bucketMs: number;
  readonly #now: () => number;
  readonly #buckets: Bucket[] = [];
  #sum = 0;

  constructor(windowMs: number, now: () => number) {
    this.#windowMs = windowMs;
    this.#bucketMs = windowMs / BUCKETS;
    this.#now = now;
  }

  /** @param amount may be negative, to take back a part of what was counted */
  add(amount: number): void {
    this.#forget();
    const start = Math.floor(this.#now() / this.#bucketMs) * this.#bucketMs;
    const last = this.#buckets.at(-1);
    if (last?.start === start) last.amount += amount;
    else this.#buckets.push({ start, amount });
    this.#sum += amount;
  }

  get sum(): number {
    this.#forget();
    return this.#sum;
  }

  #forget(): void {
    const oldest = this.#now() - this.#windowMs;
    for (
      let first = this.#buckets[0];
      first !== undefined && first.start < oldest;
      first = this.#buckets[0]
    ) {
      this.#sum -= first.amount;
      this.#buckets.shift();
    }
  }
}
