import type { Found } from '../../decision/comparison.js';
import type { KeyedHash } from '../../decision/memory/keyed-hash.js';
import { reasonOf } from '../../errors.js';
import { CircuitBreaker } from '../ask/circuit-breaker.js';
import { formatFound, parseFound, type ToldFinding } from './found-text.js';
import type { TextCache } from './text-cache.js';

export interface SharedFindingsOptions {
  /** Names questions alike in all replicas; nobody else can. */
  readonly hash: KeyedHash;
  /** Seals what is written; the same in all replicas, and not the key of {@link hash}. */
  readonly secret: string;
  /** Told when it is lost, with the reason, and when it is back; once each, and never twice the same. */
  readonly onChange: (state: 'reached' | 'lost', why: string) => void;
  /** Longest wait of a request for an answer, in milliseconds; default 5. */
  readonly deadlineMs?: number;
  /** How long nobody asks after five failures in a row, in milliseconds; default 2,000. */
  readonly pauseMs?: number;
}

export interface SharedCounts {
  /** `late`: not within the deadline; `failed`: an error; `refused`: the value was none of ours; `spared`: not asked. */
  readonly lookups: Readonly<Record<Lookup, number>>;
  /** `dropped`: not tried, because of an outage or because too many were under way. */
  readonly writes: Readonly<Record<'written' | 'failed' | 'dropped', number>>;
  /** Whether it is asked, and written to, just now. */
  readonly reads: boolean;
  readonly takes: boolean;
}

type Lookup = 'hit' | 'miss' | 'late' | 'failed' | 'refused' | 'spared';

/** Raised with the meaning of a key or of a value. */
const PREFIX = 'dragoman:1:';
const DEADLINE_MS = 5;
const PAUSE_MS = 2_000;
/** Lookups, and writes, that may be under way at a time: about a second's at full load. */
const MOST_UNDER_WAY = 256;

/**
 * What replicas found, told to one another by a server between them. A request waits for it no longer than the deadline,
 * and not at all while the server fails; nothing here ever rejects or throws. A finding follows from what its key was made
 * of alone, so a replica that uses another's decides as it would have by itself, only sooner.
 */
export class SharedFindings {
  readonly hash: KeyedHash;
  readonly #cache: TextCache;
  readonly #options: SharedFindingsOptions;
  readonly #reads: CircuitBreaker;
  readonly #writes: CircuitBreaker;
  readonly #lookups = { hit: 0, miss: 0, late: 0, failed: 0, refused: 0, spared: 0 };
  readonly #written = { written: 0, failed: 0, dropped: 0 };
  readonly #underWay = { lookups: 0, writes: 0 };
  #told: 'reached' | 'lost' | undefined;

  constructor(cache: TextCache, options: SharedFindingsOptions) {
    const { hash, pauseMs: openMs = PAUSE_MS } = options;
    const breaker = { openMs, now: () => performance.now() };
    this.hash = hash;
    this.#cache = cache;
    this.#options = options;
    this.#reads = new CircuitBreaker(breaker);
    this.#writes = new CircuitBreaker(breaker);
  }

  /**
   * @param key made with {@link hash}
   * @param knows whether a route of that name is in service
   */
  async find(key: string, knows: (route: string) => boolean): Promise<ToldFinding | undefined> {
    if (!this.#cache.isReady || this.#underWay.lookups >= MOST_UNDER_WAY || !this.#reads.admit()) {
      this.#lookups.spared += 1;
      return undefined;
    }
    const answer = await this.#lookUp(PREFIX + key);
    const isAnswered = answer.kind === 'text' || answer.kind === 'nothing';
    this.#reads.report(isAnswered);
    if (answer.kind !== 'text') {
      this.#lookups[answer.kind === 'nothing' ? 'miss' : answer.kind] += 1;
      this.tell(answer.kind === 'failed' ? answer.why : this.#lateness);
      return undefined;
    }
    const told = parseFound(key, answer.text, this.#options.secret, knows);
    this.#lookups[told === undefined ? 'refused' : 'hit'] += 1;
    this.tell('');
    return told;
  }

  /** Returns at once. */
  put(key: string, found: Found, ttlMs: number): void {
    const text = formatFound(key, { found, at: Date.now() }, this.#options.secret);
    if (text === undefined) return;
    if (!this.#cache.isReady || this.#underWay.writes >= MOST_UNDER_WAY || !this.#writes.admit()) {
      this.#written.dropped += 1;
      return;
    }
    void this.#write(PREFIX + key, text, ttlMs);
  }

  /** Looks whether it is reached, and tells when that changed. @param why what is known of a loss */
  tell(why: string): void {
    const state = this.#isUp() ? 'reached' : 'lost';
    if (state === this.#told) return;
    this.#told = state;
    this.#options.onChange(state, state === 'lost' ? why : '');
  }

  get counts(): SharedCounts {
    const { isReady } = this.#cache;
    return {
      lookups: { ...this.#lookups },
      writes: { ...this.#written },
      reads: isReady && !this.#reads.isOpen,
      takes: isReady && !this.#writes.isOpen,
    };
  }

  #isUp(): boolean {
    return this.#cache.isReady && !this.#reads.isOpen && !this.#writes.isOpen;
  }

  get #lateness(): string {
    return `five answers in a row took longer than ${this.#options.deadlineMs ?? DEADLINE_MS} ms`;
  }

  async #lookUp(key: string): Promise<Answer> {
    this.#underWay.lookups += 1;
    const asked = this.#cache.get(key).then(
      (text): Answer => (text === undefined ? { kind: 'nothing' } : { kind: 'text', text }),
      (error: unknown): Answer => ({ kind: 'failed', why: reasonOf(error) }),
    );
    void asked.finally(() => {
      this.#underWay.lookups -= 1;
    });
    return withinTime(asked, this.#options.deadlineMs ?? DEADLINE_MS);
  }

  async #write(key: string, text: string, ttlMs: number): Promise<void> {
    this.#underWay.writes += 1;
    let why = '';
    try {
      await this.#cache.add(key, text, ttlMs);
      this.#written.written += 1;
    } catch (error) {
      why = reasonOf(error);
      this.#written.failed += 1;
    }
    this.#underWay.writes -= 1;
    this.#writes.report(why === '');
    this.tell(why);
  }
}

type Answer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'late' }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * An answer that came while this thread was busy is not late: when the time is over, what the network has brought is read
 * once more before the wait ends.
 */
function withinTime(asked: Promise<Answer>, ms: number): Promise<Answer> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      setImmediate(resolve, { kind: 'late' });
    }, ms);
    void asked.then((answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}
