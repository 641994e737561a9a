import type { Tally } from '../metrics/share-estimate.js';
import { type DriftMetric, METRIC_TRAITS } from './drift-metric.js';
import { ShiftTest } from './shift-test.js';
import { WEEK_MS } from './weekly-rule.js';

/** Which records are the reference, and which are held against it. Milliseconds, since 1970 or of time. */
export interface DriftPeriod {
  /** End of the window. */
  readonly until: number;
  readonly windowMs: number;
  /** Length of the reference, which ends where the window begins. */
  readonly referenceMs: number;
}

export type Phase = 'reference' | 'window' | 'neither';

export function phaseOf(at: number, { until, windowMs, referenceMs }: DriftPeriod): Phase {
  const age = until - at;
  if (age <= 0 || age > windowMs + referenceMs) return 'neither';
  return age <= windowMs ? 'window' : 'reference';
}

/** When to begin reading: the two-point rule needs two weeks whatever the period is. */
export function beginOf({ until, windowMs, referenceMs }: DriftPeriod): number {
  return until - Math.max(windowMs + referenceMs, 2 * WEEK_MS);
}

/** One metric of one route, or of all requests. */
export interface DriftStream {
  /** `null` for all requests. */
  readonly route: string | null;
  readonly metric: DriftMetric;
  readonly test: ShiftTest;
  /** The week before the last, and the last. */
  readonly weeks: readonly [Tally, Tally];
}

/** All streams, each made when its first value comes. */
export class DriftStreams {
  readonly #period: DriftPeriod;
  readonly #streams = new Map<string, { -readonly [Key in keyof DriftStream]: DriftStream[Key] }>();

  constructor(period: DriftPeriod) {
    this.#period = period;
  }

  /**
   * Takes one value; values of the window must come in the order of time, after all of the reference.
   * @param alpha chance of a false alarm in this stream
   */
  take(route: string | null, metric: DriftMetric, value: number, at: number, alpha: number): void {
    const stream = this.#of(route, metric);
    const phase = phaseOf(at, this.#period);
    if (phase === 'reference') stream.test.learn(value);
    if (phase === 'window') stream.test.observe(value, at, alpha);
    const age = this.#period.until - at;
    const [before, last] = stream.weeks;
    if (age > 0 && age <= WEEK_MS) stream.weeks = [before, counted(last, value)];
    else if (age > WEEK_MS && age <= 2 * WEEK_MS) stream.weeks = [counted(before, value), last];
  }

  /** Streams whose reference is large enough. */
  get ready(): number {
    return [...this.#streams.values()].filter(({ test }) => test.isReady).length;
  }

  /** All requests first, then by route. */
  get all(): readonly DriftStream[] {
    return [...this.#streams.values()].sort((a, b) => ((a.route ?? '') < (b.route ?? '') ? -1 : 1));
  }

  #of(route: string | null, metric: DriftMetric): { -readonly [Key in keyof DriftStream]: DriftStream[Key] } {
    const key = JSON.stringify([route, metric]);
    let stream = this.#streams.get(key);
    if (stream === undefined) {
      const test = new ShiftTest(METRIC_TRAITS[metric].isRate);
      stream = { route, metric, test, weeks: [NONE, NONE] };
      this.#streams.set(key, stream);
    }
    return stream;
  }
}

const NONE: Tally = { count: 0, of: 0 };

function counted({ count, of }: Tally, value: number): Tally {
  return { count: count + value, of: of + 1 };
}
