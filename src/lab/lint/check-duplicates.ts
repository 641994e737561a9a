import type { LintExample } from './example-set.js';
import type { LintFinding } from './finding.js';
import type { Neighbour } from './nearest-neighbours.js';

type PlaceOf = (route: string, text: string) => string;

/** Rounding of a cosine of two equal vectors. */
const SAME = 0.9999;

/**
 * Pairs of examples that are nearly the same: within a route the second is of no use, and between routes they contradict
 * each other. The same description in two routes counts as well.
 *
 * @param nearest the neighbours of each example, nearest first
 * @param bound cosine from which two texts are nearly the same
 */
export function checkDuplicates(
  examples: readonly LintExample[],
  nearest: readonly (readonly Neighbour[])[],
  bound: number,
  placeOf: PlaceOf,
): LintFinding[] {
  const findings: LintFinding[] = [];
  const waste = new Set<number>();
  for (const [at, example] of examples.entries()) {
    for (const { at: place, cosine } of nearest[at] ?? []) {
      const other = examples[place];
      // Each pair is told once, at its later text.
      if (other === undefined || cosine < bound || place >= at) continue;
      if (other.route !== example.route) findings.push(conflict(example, other, cosine, placeOf));
      else if (!waste.has(at)) {
        waste.add(at);
        findings.push(duplicate(example, other, cosine, placeOf));
      }
    }
  }
  return findings;
}

/** `not` texts that are nearly the same as an example of their own route. */
export function checkNearMisses(
  not: readonly LintExample[],
  examples: readonly LintExample[],
  nearest: readonly (readonly Neighbour[])[],
  bound: number,
  placeOf: PlaceOf,
): LintFinding[] {
  return not.flatMap((stranger, at): LintFinding[] => {
    const near = (nearest[at] ?? []).find(
      ({ at: place, cosine }) => cosine >= bound && examples[place]?.route === stranger.route,
    );
    const example = near && examples[near.at];
    if (near === undefined || example === undefined) return [];
    const { route, text } = stranger;
    return [
      {
        check: 'near_miss',
        level: 'warning',
        place: placeOf(route, text),
        route,
        other: null,
        message: `"not" text ${JSON.stringify(text)} ${likeness(near.cosine)} the example ${JSON.stringify(example.text)} at ${placeOf(route, example.text)}`,
        suggestion: 'keep one of them: they pull requests both ways',
        weight: near.cosine,
      },
    ];
  });
}

function conflict(example: LintExample, other: LintExample, cosine: number, placeOf: PlaceOf): LintFinding {
  return {
    check: 'conflict',
    level: 'warning',
    place: placeOf(example.route, example.text),
    route: example.route,
    other: other.route,
    message: `${JSON.stringify(example.text)} ${likeness(cosine)} ${JSON.stringify(other.text)} of ${other.route} at ${placeOf(other.route, other.text)}`,
    suggestion: 'keep it in one route',
    weight: cosine,
  };
}

function duplicate(example: LintExample, other: LintExample, cosine: number, placeOf: PlaceOf): LintFinding {
  return {
    check: 'duplicate',
    level: 'note',
    place: placeOf(example.route, example.text),
    route: example.route,
    other: null,
    message: `${JSON.stringify(example.text)} ${likeness(cosine)} ${JSON.stringify(other.text)} at ${placeOf(other.route, other.text)}`,
    suggestion: 'remove one of them, or say it in other words',
    weight: cosine,
  };
}

function likeness(cosine: number): string {
  return cosine >= SAME ? 'is the same to the encoder as' : `is nearly (cosine ${cosine.toFixed(3)})`;
}
