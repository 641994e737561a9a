import { ExpiringMap } from '../../decision/expiring-map.js';
import type { ShownAnswer } from './compare-answers.js';
import type { OpenShadow } from './open-shadow.js';

/** Both answers to one request. */
export interface Pair {
  readonly decision: string;
  readonly open: OpenShadow;
  readonly delivered: ShownAnswer;
  readonly shadow: ShownAnswer;
}

interface Waiting {
  readonly decision: string;
  readonly open: OpenShadow;
  readonly first?: { readonly kind: 'delivered' | 'shadow'; readonly answer: ShownAnswer };
}

/** Longest wait for the second answer, and most requests that wait at a time. */
const TTL_MS = 600_000;
const MOST = 200;

/** Holds the first answer to a request until the second one is there, by Envoy's request id. */
export class OpenShadows {
  readonly #waiting: ExpiringMap<Waiting>;

  constructor(now?: () => number) {
    this.#waiting = new ExpiringMap({ entries: MOST, ttlMs: TTL_MS, ...(now && { now }) });
  }

  open(requestId: string, decision: string, open: OpenShadow): void {
    this.#waiting.set(requestId, { decision, open });
  }

  has(requestId: string): boolean {
    return this.#waiting.get(requestId) !== undefined;
  }

  /** @returns both answers once both are there */
  add(requestId: string, kind: 'delivered' | 'shadow', answer: ShownAnswer): Pair | undefined {
    const waiting = this.#waiting.get(requestId);
    if (waiting === undefined) return undefined;
    const { first, ...others } = waiting;
    if (first === undefined || first.kind === kind) {
      this.#waiting.set(requestId, { ...others, first: { kind, answer } });
      return undefined;
    }
    this.#waiting.delete(requestId);
    return {
      ...others,
      ...({ [first.kind]: first.answer, [kind]: answer } as Pick<Pair, 'delivered' | 'shadow'>),
    };
  }
}
