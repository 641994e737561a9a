import type { LoadLevel } from './load-level.js';

/**
 * What is left out under load, and from which level on. Layers go in the order of what they cost: first the model that is asked
 * about the route, then the encoder, then the fast head. Rules, pins and the decision cache always hold, and so do the
 * safety signals that rules read. What nobody waits for goes first of all.
 */
export const SHED_AT = {
  llm: 1,
  shadow: 1,
  challenge: 1,
  prompt: 1,
  encoder: 2,
  second_opinion: 2,
  fast: 3,
  shared_cache: 3,
  outcomes: 3,
  gate_head: 3,
  decision: 3,
} as const satisfies Readonly<Record<string, LoadLevel>>;

/** `decision`: of a request that Envoy no longer waits for, or will not when its turn comes; it goes on undecided. */
export type Shed = keyof typeof SHED_AT;

/** What one request, or one answer, does without. */
export interface Shedding {
  readonly level: LoadLevel;
  /** Whether this is left out; asked only by who would do it otherwise. */
  sheds(what: Shed): boolean;
  /** What was left out so far, each once, in the order of the asking. */
  readonly left: readonly Shed[];
}

/** Everything is done. */
export const NO_SHEDDING: Shedding = { level: 0, sheds: () => false, left: [] };

/** @param onShed told of each thing that is left out, once */
export function createShedding(level: LoadLevel, onShed: (what: Shed) => void = () => undefined): Shedding {
  if (level === 0) return NO_SHEDDING;
  const left: Shed[] = [];
  return {
    level,
    left,
    sheds(what) {
      if (level < SHED_AT[what]) return false;
      if (!left.includes(what)) {
        left.push(what);
        onShed(what);
      }
      return true;
    },
  };
}
