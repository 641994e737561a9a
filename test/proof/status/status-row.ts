import type { OfSource, Source } from '../../../bench/source.js';
import { whyStale } from '../../../bench/source.js';
import type { ProofName } from './proofs.js';

/** One figure beside its goal. */
export interface StatusRow {
  readonly by: ProofName;
  readonly what: string;
  readonly measured: string;
  /** In which the figure lies in 95 of 100 repetitions; absent where none is known. */
  readonly interval?: string;
  /** In words; `-` for a figure that is only told. */
  readonly goal: string;
  /** Times the goal: 1 just reaches it, 2 is twice as much, or half as much, as it may be. */
  readonly factor: number;
  /** Whether something failed, was lost or went wrong of which nothing may: worse than any figure. */
  readonly isGrave: boolean;
}

/** What was not measured on this source, and why. */
export interface Gap {
  readonly by: ProofName;
  readonly what: string;
  readonly why: string;
}

/** What the results of one command say. */
export interface Findings {
  readonly rows: readonly StatusRow[];
  readonly gaps: readonly Gap[];
  /** Where and when the figures were made; absent without figures. */
  readonly place?: Place;
}

export interface Place {
  /** Such as `2026-11-22`. */
  readonly date: string;
  /** Such as `a processor, 2 cores, Node 20.19.0`. */
  readonly machine: string;
  /** Load average over one minute before it began: more than a little tells of other work on the machine. */
  readonly loadBefore?: number;
}

/** A factor of which nothing more can be said than that the goal is missed. */
export const OUT_OF_BOUNDS = Infinity;

export function isShort({ factor, isGrave }: StatusRow): boolean {
  return isGrave || factor > 1;
}

/** What failed, was lost or went wrong first, then what is furthest from its goal. */
export function worstFirst(rows: readonly StatusRow[]): readonly StatusRow[] {
  return rows.toSorted(
    (a, b) => Number(b.isGrave) - Number(a.isGrave) || compare(b.factor, a.factor) || order(a.what, b.what),
  );
}

/** Infinite factors are equal to each other. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** By code units: the same on every machine. */
function order(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/**
 * What results say, where they were made from the source as it is now; else only that they do not.
 *
 * @param what the whole of it, for the gap
 * @param results `undefined`: there are none
 */
export function ofThisSource<T extends OfSource>(
  { by, what, now }: { readonly by: ProofName; readonly what: string; readonly now: Source | undefined },
  results: T | undefined,
  tell: (results: T) => Findings,
): Findings {
  const why = results === undefined ? 'it was never run' : whyStale(results.source, now);
  if (results === undefined || why !== undefined) {
    return { rows: [], gaps: [{ by, what, why: why ?? '' }] };
  }
  return tell(results);
}

/** @param at ISO 8601 */
export function placeOf(at: string, machine: MachineParts): Place {
  const { cpu, cores, node, loadBefore } = machine;
  return {
    date: at.slice(0, 10),
    machine: `${cpu}, ${cores} cores, Node ${node}`,
    ...(loadBefore !== undefined && { loadBefore }),
  };
}

interface MachineParts {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly loadBefore?: number;
}

/** Such as `1,234 requests`. */
export function countText(count: number, unit: string): string {
  return `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
}

/** Such as `12 min` or `40 s`. */
export function durationText(seconds: number): string {
  return seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(0)} min`;
}
