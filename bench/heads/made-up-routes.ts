import { randomNumbers } from '../../src/heads/random.js';
import type { RouteExamples } from '../../src/signals/routes/route-examples.js';

/** Sentences that sound like requests: what they ask for, and the words around it. */
const FRAMES = [
  'please % the % for the % before noon',
  'can you % my % and tell me about the %?',
  'I need to % a % because the % is wrong',
  'how do I % the % without a %?',
  '% every % in this % and send it to me',
  'what does the % of the % mean for our %?',
];

const ONSETS = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'st', 'tr', 'gr'];
const RHYMES = ['ade', 'ent', 'ion', 'ild', 'ore', 'ule', 'arm', 'est', 'ing', 'oat'];

/** Words that a route has for itself, and words that all routes share. */
const [OWN_WORDS, SHARED_WORDS] = [12, 400];
/** Length of what is added to the unit centroid of a route for each of its examples. */
const SCATTER = 1;

export interface MadeUp {
  readonly routes: number;
  /** Of each route. */
  readonly examples: number;
  /** Of the vectors. */
  readonly dimensions: number;
  /** How often a word is the route's own, from 0 to 1; default .6. The more often, the clearer the routes. */
  readonly ownShare?: number;
}

/** Examples of so many routes, made up from a seed: the same in every run. Their vectors are drawn around a centroid of each route. */
export function madeUpRoutes(
  { routes, examples, dimensions, ownShare = 0.6 }: MadeUp,
  seed = 1,
): RouteExamples[] {
  const random = randomNumbers(seed);
  const shared = Array.from({ length: SHARED_WORDS }, () => word(random));
  return Array.from({ length: routes }, (_, at) => {
    const own = Array.from({ length: OWN_WORDS }, () => word(random));
    const centroid = unit(drawn(dimensions, random));
    const texts = Array.from({ length: examples }, () =>
      sentence(() => pick(random() < ownShare ? own : shared, random), random),
    );
    const vectors = texts.map(() => {
      const noise = unit(drawn(dimensions, random));
      return unit(centroid.map((value, dimension) => value + SCATTER * (noise[dimension] ?? 0)));
    });
    return { route: `route-${at}`, texts, vectors };
  });
}

function sentence(draw: () => string, random: () => number): string {
  return pick(FRAMES, random).replaceAll('%', draw);
}

function word(random: () => number): string {
  const syllables = 1 + Math.floor(random() * 3);
  return Array.from({ length: syllables }, () => pick(ONSETS, random) + pick(RHYMES, random)).join('');
}

function pick(from: readonly string[], random: () => number): string {
  return from[Math.floor(random() * from.length)] ?? '';
}

function drawn(dimensions: number, random: () => number): Float32Array {
  return Float32Array.from({ length: dimensions }, () => random() + random() + random() - 1.5);
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
  return vector.map((value) => value / length);
}
