import { logEvidence, priorFor } from '../metrics/always-valid.js';
import { meanOf, type Moments, varianceOf } from '../metrics/moments.js';

/** Records that the reference needs. */
export const FEWEST_REFERENCE = 100;

/** Records of the window before which no look is taken: means are taken as normal. */
const FEWEST_WINDOW = 30;

/** Occurrences, and non-occurrences, to be expected in both samples before a rate is looked at. */
const FEWEST_EXPECTED = 5;

/** Records of the window for which the test is sharpest. */
const SHARPEST_AT = 500;

/** Splits the error among some tens of streams; only how sharp the test is depends on it. */
const USUAL_ALPHA = 0.001;

/** What a stream came to. */
export interface Shift {
  readonly reference: Moments;
  readonly window: Moments;
  /** Logarithm of the largest evidence against no change that was seen. */
  readonly evidence: number;
  /** When the evidence first reached the bar, in milliseconds since 1970; `undefined` when it never did. */
  readonly foundAt: number | undefined;
}

/**
 * Tells, record by record, whether a stream's mean has left that of its reference window: a mixture SPRT on the difference
 * of the two means, of which the reference's stands still (see `always-valid.ts`). Where nothing has changed, the evidence
 * ever reaches 1 / alpha with probability alpha at most, however many records come.
 */
export class ShiftTest {
  readonly #isRate: boolean;
  #reference: Moments = NONE;
  #window: Moments = NONE;
  #evidence = 0;
  #foundAt: number | undefined;

  constructor(isRate: boolean) {
    this.#isRate = isRate;
  }

  /** Whether the reference is large enough to be held against. */
  get isReady(): boolean {
    return this.#reference.count >= FEWEST_REFERENCE;
  }

  /** Takes a value of the reference window. */
  learn(value: number): void {
    this.#reference = plus(this.#reference, value);
  }

  /** Takes a value of the window, in the order of time, and looks. */
  observe(value: number, at: number, alpha: number): void {
    this.#window = plus(this.#window, value);
    if (!this.isReady) return;
    const evidence = this.#look();
    this.#evidence = Math.max(this.#evidence, evidence);
    if (evidence >= -Math.log(alpha)) this.#foundAt ??= at;
  }

  get shift(): Shift {
    return {
      ...{ reference: this.#reference, window: this.#window },
      ...{ evidence: this.#evidence, foundAt: this.#foundAt },
    };
  }

  /** In units of the standard deviation of both samples together, which is the one there is when nothing has changed. */
  #look(): number {
    const [before, now] = [this.#reference, this.#window];
    if (now.count < FEWEST_WINDOW) return 0;
    const both = joined(before, now);
    const spread = varianceOf(both);
    if (spread === 0 || (this.#isRate && !isFrequent(both, now.count))) return 0;
    const difference = (meanOf(now) - meanOf(before)) / Math.sqrt(spread);
    const prior = priorFor(1 / before.count + 1 / SHARPEST_AT, USUAL_ALPHA);
    return logEvidence(difference, 1 / before.count + 1 / now.count, prior);
  }
}

const NONE: Moments = { count: 0, sum: 0, squares: 0 };

function plus({ count, sum, squares }: Moments, value: number): Moments {
  return { count: count + 1, sum: sum + value, squares: squares + value * value };
}

function joined(one: Moments, other: Moments): Moments {
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    squares: one.squares + other.squares,
  };
}

/** The reference is no smaller than the least window that this lets through, or it is the one that is looked at. */
function isFrequent(both: Moments, count: number): boolean {
  const share = meanOf(both);
  const smaller = Math.min(count, both.count - count);
  return smaller * Math.min(share, 1 - share) >= FEWEST_EXPECTED;
}
