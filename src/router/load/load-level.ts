/** How much is left out: 0 nothing, 1 to 3 what {@link SHED_AT} says. */
export type LoadLevel = 0 | 1 | 2 | 3;

/** What was seen since the last look. */
export interface LoadSample {
  /** Milliseconds of a clock that never goes back. */
  readonly at: number;
  /**
   * The shortest wait of all requests that came, in milliseconds, from when the head was read to when the decision began; 0
   * where too few came. The shortest, for it is that of a queue that never empties; the others may be bursts. CoDel tells a
   * bad queue from a good one in this way (https://queue.acm.org/detail.cfm?id=2209336).
   */
  readonly waitMs: number;
  /** Share of the time in which the event loop was at work, in [0, 1]; a loop that idles is nobody's bottleneck. */
  readonly busy: number;
  /** Decisions under way, those that wait for the encoder or a model included. */
  readonly open: number;
}

/** A level, and what is remembered to leave it. */
export interface LoadState {
  readonly level: LoadLevel;
  /** Share of the requests that go on undecided, in [0, 1]; more than 0 where level 3 does not suffice. */
  readonly passing: number;
  /** Since when all was well; `undefined` while it is not. */
  readonly calmSince: number | undefined;
  /** How long all must be well on a busy loop before the level falls by one, in milliseconds. */
  readonly patienceMs: number;
  /** When the level last fell, and when it last rose. */
  readonly fellAt: number;
  readonly roseAt: number;
}

/** A queue that is never shorter than this is standing; far below the deadlines that it eats into. */
const STANDING_MS = 40;

/** From here on the level rises by two steps. */
const LONG_MS = 4 * STANDING_MS;

/** Below this the queue is gone: half of what raises the level, so that a level is not left and entered by turns. */
const GONE_MS = STANDING_MS / 2;

/** From here on decisions would come after Envoy has given up on many of their requests, and so be in vain. */
const HOPELESS_MS = 400;

/** More and more requests go on undecided while the queue is hopeless; fewer once it is half as long. */
const MOST_PASSING = 0.9;
const PASSING_STEP = 0.3;
const PASSING_STEP_BACK = 0.1;

/** A queue counts only on a loop that is at work for at least this share of the time. */
const BUSY = 0.8;

/** Below this there is room for what was shed. */
const IDLE = 0.6;

/** Decisions under way from which on they count as a queue. */
const MANY_OPEN = 512;

/** What a level needs to empty the queue, before it is known whether it suffices. */
const SETTLE_MS = 750;

/** On a loop with room half the patience does, and never more than this. */
const SHORT_PATIENCE_MS = 2_000;
const LEAST_PATIENCE_MS = 2_000;
const MOST_PATIENCE_MS = 16_000;

/** A level that rises again this soon fell too early. */
const RELAPSE_MS = 10_000;

export const UNLOADED: LoadState = {
  level: 0,
  passing: 0,
  calmSince: undefined,
  patienceMs: LEAST_PATIENCE_MS,
  fellAt: -Infinity,
  roseAt: -Infinity,
};

/**
 * The level after one more look. It rises while a queue stands, by one, or by two where the queue is long, and then not before
 * that had its effect. It falls by one at a time: soon where the loop has room for what was shed, and else after a
 * patience that doubles with each relapse, for on a loop that is just busy only a trial can tell.
 */
export function nextLoad(state: LoadState, sample: LoadSample): LoadState {
  return { ...nextLevel(state, sample), passing: nextPassing(state, sample) };
}

/** Slowly back, for a queue that is gone says nothing of the requests that were kept from it. */
function nextPassing({ level, passing }: LoadState, { waitMs, busy }: LoadSample): number {
  if (level === 3 && busy >= BUSY && waitMs >= HOPELESS_MS)
    return Math.min(MOST_PASSING, passing + PASSING_STEP);
  return waitMs >= HOPELESS_MS / 2 ? passing : Math.max(0, passing - PASSING_STEP_BACK);
}

function nextLevel(state: LoadState, { at, waitMs, busy, open }: LoadSample): LoadState {
  const isStanding = busy >= BUSY && waitMs >= STANDING_MS;
  if (isStanding || open >= MANY_OPEN) return risen(state, at, waitMs >= LONG_MS ? 2 : 1);
  const isCalm = waitMs < GONE_MS || busy < IDLE;
  if (!isCalm) return { ...state, calmSince: undefined };
  const calmSince = state.calmSince ?? at;
  const patienceMs = at - state.fellAt < MOST_PATIENCE_MS ? state.patienceMs : LEAST_PATIENCE_MS;
  if (state.level === 0) return { ...state, calmSince, patienceMs };
  const wantedMs = busy < IDLE ? Math.min(SHORT_PATIENCE_MS, state.patienceMs / 2) : state.patienceMs;
  if (at - calmSince < wantedMs) return { ...state, calmSince };
  return { ...state, level: levelOf(state.level - 1), calmSince: at, fellAt: at };
}

/** A queue that a level just let stop growing is still there: no further step until the level has had its time. */
function risen(state: LoadState, at: number, steps: 1 | 2): LoadState {
  if (at - state.roseAt < SETTLE_MS || state.level === 3) return { ...state, calmSince: undefined };
  const hasRelapsed = state.fellAt > state.roseAt && at - state.fellAt < RELAPSE_MS;
  const patienceMs = hasRelapsed ? Math.min(MOST_PATIENCE_MS, 2 * state.patienceMs) : state.patienceMs;
  return { ...state, level: levelOf(state.level + steps), calmSince: undefined, patienceMs, roseAt: at };
}

function levelOf(number: number): LoadLevel {
  if (number <= 0) return 0;
  if (number === 1) return 1;
  return number === 2 ? 2 : 3;
}
