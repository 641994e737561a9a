import type { FoldScores } from '../../signals/routes/route-head.js';
import { groupBy } from '../group-by.js';
import type { LintExample } from './example-set.js';
import type { LintFinding } from './finding.js';
import type { Neighbour } from './nearest-neighbours.js';

/** From this share of a route's held-out examples on, and from so many, two routes are said to overlap. */
const [LEAST_SHARE, LEAST_COUNT] = [0.15, 2];

/** From this share of a route's examples on, nearest neighbours in another route say so as well. */
const LEAST_MIXED = 0.3;

/** What of one route looks like another. */
interface Leak {
  readonly from: string;
  readonly to: string;
  /** Held-out examples that go there, of how many. */
  readonly confused: number;
  readonly tried: number;
  /** Examples whose nearest neighbour is there, of how many. */
  readonly mixed: number;
  readonly seen: number;
  /** An example that goes there. */
  readonly text: string;
}

/**
 * Pairs of routes that are hard to tell apart: held-out examples of one go to the other, or have their nearest neighbour there.
 *
 * @param nearest the neighbours of each example, nearest first; empty without vectors
 */
export function checkOverlap(
  folds: readonly FoldScores[],
  examples: readonly LintExample[],
  nearest: readonly (readonly Neighbour[])[],
  placeOf: (route: string) => string,
): LintFinding[] {
  const leaks = leaksOf(folds, examples, nearest);
  const pairs = groupBy(leaks, ({ from, to }) => [from, to].sort().join('\n'));
  return [...pairs.values()].flatMap((directions) => {
    const [worst] = [...directions].filter(isTelling).sort((a, b) => weightOf(b) - weightOf(a));
    if (worst === undefined) return [];
    const { from, to } = worst;
    const back = directions.find((leak) => leak.from === to);
    const also =
      back === undefined || back.confused === 0 ? '' : `, and ${back.confused} of ${back.tried} back`;
    const near =
      worst.mixed === 0 ? '' : `; the nearest neighbour of ${worst.mixed} of ${worst.seen} is there`;
    return [
      {
        check: 'overlap',
        level: 'warning',
        place: placeOf(from),
        route: from,
        other: to,
        message: `${worst.confused} of ${worst.tried} held-out examples go to ${to}${also}${near}; such as ${JSON.stringify(worst.text)}`,
        suggestion: `tell them apart by examples near the border and by "not", or make ${from} and ${to} one route`,
        weight: weightOf(worst),
      },
    ];
  });
}

function leaksOf(
  folds: readonly FoldScores[],
  examples: readonly LintExample[],
  nearest: readonly (readonly Neighbour[])[],
): Leak[] {
  const tried = groupBy(folds, ({ route }) => route);
  const seen = groupBy(examples, ({ route }) => route);
  const leaks = new Map<string, Leak>();
  const add = (from: string, to: string, text: string, kind: 'confused' | 'mixed'): void => {
    if (from === to) return;
    const key = `${from}\n${to}`;
    const counts = { tried: tried.get(from)?.length ?? 0, seen: seen.get(from)?.length ?? 0 };
    const leak = leaks.get(key) ?? { from, to, confused: 0, mixed: 0, ...counts, text };
    leaks.set(key, { ...leak, [kind]: leak[kind] + 1 });
  };
  for (const { route, text, scores } of folds) {
    const best = scores.routes[0];
    if (best !== undefined && best.probability > 0) add(route, best.route, text, 'confused');
  }
  for (const [at, { route, text }] of examples.entries()) {
    const neighbour = examples[nearest[at]?.[0]?.at ?? -1];
    if (neighbour !== undefined) add(route, neighbour.route, text, 'mixed');
  }
  return [...leaks.values()];
}

function isTelling({ confused, tried, mixed, seen }: Leak): boolean {
  const isConfused = confused >= LEAST_COUNT && confused >= LEAST_SHARE * tried;
  return isConfused || (mixed >= LEAST_COUNT && mixed >= LEAST_MIXED * seen);
}

function weightOf({ confused, tried, mixed, seen }: Leak): number {
  return confused / Math.max(1, tried) + mixed / Math.max(1, seen);
}
