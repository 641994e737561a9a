import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoredChallenge } from '../record/stored-record.js';
import type { RequestView } from '../request/request-view.js';
import { judge } from './judge.js';
import { SILENT_TRACE } from './silent-trace.js';
import type { Snapshot } from './snapshot.js';
import { withoutTrial } from './without-trial.js';

/** How a candidate decides beside what is in service. */
export interface ChallengeCounts {
  /** Requests that both judged, and those that both sent to the same route and model. */
  readonly scored: number;
  readonly agreed: number;
  /** Requests that were passed over because too many waited. */
  readonly dropped: number;
  /** Requests on which the candidate failed. */
  readonly failed: number;
  /** By the route in service, `none` for no route. */
  readonly byRoute: Readonly<Record<string, { readonly scored: number; readonly agreed: number }>>;
}

/** Lets a candidate judge requests that were already answered, one at a time. */
export interface Challenger {
  /** Takes a request that was decided. Never waits; while too many wait, it is passed over. */
  challenge(decision: string, view: RequestView, champion: Snapshot): void;
  /** Lets another candidate judge from now on, or none; counts begin anew when its bundle is another one. */
  replace(candidate: Snapshot | undefined): void;
  readonly candidate: Snapshot | undefined;
  readonly counts: ChallengeCounts;
}

/** Requests that wait to be judged: each holds its text. */
const MOST_WAITING = 32;

/**
 * Both snapshots judge a request anew, without memory and trials, so that alike is compared with alike: a decision that
 * came from the cache, a conversation or the small model says nothing about the heads. What the live decision embedded is
 * not embedded again where the encoder remembers it.
 *
 * @param onJudged told what the candidate would have decided
 * @param mostWaiting requests that may wait; one more is passed over
 */
export function createChallenger(
  onJudged: (decision: string, challenge: StoredChallenge) => void,
  mostWaiting: number = MOST_WAITING,
): Challenger {
  return new SilentChallenger(onJudged, mostWaiting);
}

interface Waiting {
  readonly decision: string;
  readonly view: RequestView;
  readonly champion: Snapshot;
}

class SilentChallenger implements Challenger {
  readonly #mostWaiting: number;
  readonly #waiting: Waiting[] = [];
  readonly #onJudged: (decision: string, challenge: StoredChallenge) => void;
  #candidate: Snapshot | undefined;
  #counts = newCounts();
  #isRunning = false;

  constructor(onJudged: (decision: string, challenge: StoredChallenge) => void, mostWaiting: number) {
    this.#onJudged = onJudged;
    this.#mostWaiting = mostWaiting;
  }

  get candidate(): Snapshot | undefined {
    return this.#candidate;
  }

  get counts(): ChallengeCounts {
    return this.#counts;
  }

  challenge(decision: string, view: RequestView, champion: Snapshot): void {
    if (this.#candidate === undefined) return;
    if (this.#waiting.length >= this.#mostWaiting) {
      this.#counts.dropped += 1;
      return;
    }
    this.#waiting.push({ decision, view, champion });
    if (!this.#isRunning) void this.#run();
  }

  replace(candidate: Snapshot | undefined): void {
    if (candidate?.bundle?.version !== this.#candidate?.bundle?.version) this.#counts = newCounts();
    this.#candidate = candidate;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await nextTurn();
      await this.#judge(next);
    }
    this.#isRunning = false;
  }

  async #judge({ decision, view, champion }: Waiting): Promise<void> {
    const [candidate, counts] = [this.#candidate, this.#counts];
    const name = candidate?.bundle?.version;
    if (candidate === undefined || name === undefined) return;
    try {
      const ours = await judge(view, withoutTrial(champion), {}, SILENT_TRACE);
      const theirs = await judge(view, withoutTrial(candidate), {}, SILENT_TRACE);
      // The same request was decided before: it is no request for a model that is not there.
      if (!ours.ok || !theirs.ok) return;
      const { route, model } = theirs.value.decision;
      count(counts, ours.value.decision, { route, model });
      this.#onJudged(decision, { name, route: route ?? null, model });
    } catch {
      counts.failed += 1;
    }
  }
}

interface Counting extends ChallengeCounts {
  scored: number;
  agreed: number;
  dropped: number;
  failed: number;
  byRoute: Record<string, { scored: number; agreed: number }>;
}

function newCounts(): Counting {
  return { scored: 0, agreed: 0, dropped: 0, failed: 0, byRoute: {} };
}

interface Choice {
  readonly route: string | undefined;
  readonly model: string;
}

function count(counts: Counting, ours: Choice, theirs: Choice): void {
  const agreed = ours.route === theirs.route && ours.model === theirs.model ? 1 : 0;
  const ofRoute = (counts.byRoute[ours.route ?? 'none'] ??= { scored: 0, agreed: 0 });
  ofRoute.scored += 1;
  ofRoute.agreed += agreed;
  counts.scored += 1;
  counts.agreed += agreed;
}
