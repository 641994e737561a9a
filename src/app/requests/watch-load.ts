import { performance } from 'node:perf_hooks';
import { type LoadLevel, type LoadState, nextLoad, UNLOADED } from '../../router/load/load-level.js';
import {
  createShedding,
  NO_SHEDDING,
  type Shed,
  SHED_AT,
  type Shedding,
} from '../../router/load/shedding.js';
import type { Logger } from '../../telemetry/logger.js';

/** What the load of this process takes away from requests. */
export interface LoadWatch {
  readonly level: LoadLevel;
  /**
   * A decision begins.
   *
   * @param waitedMs since its head was read; `undefined` where that is not known, or says nothing
   * @returns what it must do without
   */
  readonly begin: (waitedMs: number | undefined) => Shedding;
  /** Whether this request is to go on undecided, for its decision would come too late; counts it. */
  readonly passes: () => boolean;
  /** A decision ends, however it does. */
  readonly end: () => void;
  /** What an answer that is judged now must do without. */
  readonly now: () => Shedding;
  /** For metrics and the admin endpoint `/counters`. */
  readonly counts: LoadCounts;
  readonly stop: () => void;
}

export interface LoadCounts {
  readonly level: LoadLevel;
  /** Share of the requests that go on undecided, in [0, 1]. */
  readonly passing: number;
  /** Decisions under way. */
  readonly open: number;
  /** What was left out since the start. */
  readonly shed: Readonly<Record<Shed, number>>;
}

export interface LoadWatchOptions {
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Whether anything is ever left out; default true. */
  readonly isOn?: boolean;
}

const LOOK_MS = 250;

/** Fewer requests between two looks say nothing of a queue: the uploads of some may be slow. */
const FEWEST = 10;

/** From here on, who begins waits for nothing: neither the encoder nor a model holds its memory. */
const MOST_OPEN = 1_024;

/** Looks at the load four times a second; a request costs it a few additions. */
export function watchLoad({ logger, isOn = true }: LoadWatchOptions): LoadWatch {
  const shed = Object.fromEntries(Object.keys(SHED_AT).map((what) => [what, 0])) as Record<Shed, number>;
  const count = (what: Shed): void => {
    shed[what] += 1;
  };
  const waits = shortestWait();
  let state = UNLOADED;
  let open = 0;
  let due = 0;
  let utilization = performance.eventLoopUtilization();
  const look = (): void => {
    const before = utilization;
    utilization = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(utilization, before).utilization;
    const sample = { at: performance.now(), waitMs: waits.take(), busy, open };
    const next = nextLoad(state, sample);
    report(state, next, sample.waitMs, logger);
    state = next;
  };
  const timer = isOn ? setInterval(look, LOOK_MS).unref() : undefined;
  const at = (level: LoadLevel): Shedding => (level === 0 ? NO_SHEDDING : createShedding(level, count));
  return {
    get level() {
      return state.level;
    },
    begin(waitedMs) {
      open += 1;
      if (waitedMs !== undefined) waits.add(waitedMs);
      return at(isOn && open > MOST_OPEN ? 3 : state.level);
    },
    passes() {
      if (state.passing === 0) return false;
      due += state.passing;
      if (due < 1) return false;
      due -= 1;
      count('decision');
      return true;
    },
    end() {
      open -= 1;
    },
    now: () => at(state.level),
    get counts() {
      return { level: state.level, passing: state.passing, open, shed: { ...shed } };
    },
    stop() {
      clearInterval(timer);
    },
  };
}

interface ShortestWait {
  add(milliseconds: number): void;
  /** The shortest since the last call, in milliseconds; 0 where they were too few. */
  take(): number;
}

function shortestWait(): ShortestWait {
  let shortest = Infinity;
  let count = 0;
  return {
    add(milliseconds) {
      count += 1;
      if (milliseconds < shortest) shortest = milliseconds;
    },
    take() {
      const taken = count < FEWEST ? 0 : shortest;
      shortest = Infinity;
      count = 0;
      return taken;
    },
  };
}

function report(
  before: LoadState,
  { level, passing }: LoadState,
  waitMs: number,
  logger: Pick<Logger, 'info' | 'warn'>,
): void {
  if (passing > 0 && before.passing === 0) {
    logger.warn({ waitMs: Math.round(waitMs) }, 'overload: some requests go on undecided');
  }
  if (level === before.level) return;
  const told = { level, from: before.level, waitMs: Math.round(waitMs) };
  if (level > before.level) logger.warn(told, 'overload: more is left out of decisions');
  else logger.info(told, level === 0 ? 'overload is over' : 'overload: less is left out of decisions');
}
