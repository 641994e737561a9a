import type { ShadowedDecision } from '../../telemetry/traces/shadow-span.js';
import type { ShownAnswer } from './compare-answers.js';
import type { OpenShadow } from './open-shadow.js';

/** Both answers to one request. */
export interface Pair {
  readonly decision: ShadowedDecision;
  readonly open: OpenShadow;
  readonly delivered: ShownAnswer;
  readonly shadow: ShownAnswer;
}

interface Waiting {
  /** When nobody waits for it any more. */
  readonly until: number;
  readonly decision: ShadowedDecision;
  readonly open: OpenShadow;
  readonly first?: { readonly kind: 'delivered' | 'shadow'; readonly answer: ShownAnswer };
}

/** Longest wait for both answers, and most requests that wait at a time: with 256 KiB an answer at most 128 MiB. */
const TTL_MS = 600_000;
const MOST = 500;

/** Holds the first answer to a request until the second one is there, by Envoy's request id. */
export class OpenShadows {
  readonly #waiting = new Map<string, Waiting>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether one more may wait; those that have waited too long make room. */
  get hasRoom(): boolean {
    this.#expire();
    return this.#waiting.size < MOST;
  }

  /** Requests that wait for an answer. */
  get size(): number {
    return this.#waiting.size;
  }

  open(requestId: string, { id, traceparent, decidedAt }: ShadowedDecision, open: OpenShadow): void {
    const decision = { id, traceparent, decidedAt };
    this.#waiting.set(requestId, { decision, open, until: this.#now() + TTL_MS });
  }

  has(requestId: string): boolean {
    return this.#waiting.has(requestId);
  }

  /** @returns whether anybody waited for it */
  forget(requestId: string): boolean {
    return this.#waiting.delete(requestId);
  }

  /** @returns both answers once both are there */
  add(requestId: string, kind: 'delivered' | 'shadow', answer: ShownAnswer): Pair | undefined {
    const waiting = this.#waiting.get(requestId);
    if (waiting === undefined) return undefined;
    const { first, decision, open } = waiting;
    if (first === undefined || first.kind === kind) {
      this.#waiting.set(requestId, { ...waiting, first: { kind, answer } });
      return undefined;
    }
    this.#waiting.delete(requestId);
    const answers = { [first.kind]: first.answer, [kind]: answer } as Pick<Pair, 'delivered' | 'shadow'>;
    return { decision, open, ...answers };
  }

  /** Insertion order is age, for an entry that is set again keeps its place. */
  #expire(): void {
    for (const [id, { until }] of this.#waiting) {
      if (until > this.#now()) return;
      this.#waiting.delete(id);
    }
  }
}
