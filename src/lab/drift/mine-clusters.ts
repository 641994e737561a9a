import { BACKGROUND_TEXTS } from '../../signals/routes/background-texts.js';
import { groupBy } from '../group-by.js';
import { averageLinkage } from './average-linkage.js';
import { countWords, distinctiveWords } from './distinctive-words.js';
import type { PromptText } from './prompt-text.js';
import { centreOf, cosine, nearestRoute, type RouteCentre } from './route-space.js';

/** A kind of request that comes often and that no route covers. */
export interface TrafficCluster {
  /** Fit for the name of a route; none has it. */
  readonly name: string;
  /** Requests of the sample, repeats included. */
  readonly requests: number;
  readonly distinct: number;
  /** Mean cosine to the centre, in [0, 1]. */
  readonly cohesion: number;
  /** Most distinctive first. */
  readonly words: readonly string[];
  /** The existing route that is nearest; a cosine of .5 and more says that it may only lack examples. */
  readonly nearest: { readonly route: string; readonly cosine: number } | undefined;
  /** Good examples of a route for it, the most typical first. */
  readonly examples: readonly string[];
}

export interface MineOptions {
  readonly vectors: ReadonlyMap<string, Float32Array>;
  readonly centres: readonly RouteCentre[];
  /** Texts that are covered, against which words are distinctive. */
  readonly covered: readonly string[];
  /** Names that are taken. */
  readonly taken: Iterable<string>;
}

/**
 * Least mean cosine within a cluster. On intents of three public data sets that were left out of the routes, this one
 * found most of them with hardly a mixed cluster; k-means with k by silhouette put strangers into every one (docs/drift.md).
 */
const LEAST_COSINE = 0.52;

/** Distinct texts of the smallest cluster that is worth a route. */
const FEWEST_TEXTS = 8;

const MOST_CLUSTERS = 10;
const MOST_EXAMPLES = 12;
const MOST_WORDS = 5;

/** Characters of an example; longer prompts carry documents, which no example needs. */
const LONGEST_EXAMPLE = 400;

/** A cluster, and the mean of its texts' vectors as a unit vector. */
export interface CentredCluster {
  readonly cluster: TrafficCluster;
  readonly centre: Float32Array;
}

/** The largest clusters, largest first; at most ten. */
export function mineClusters(prompts: readonly PromptText[], options: MineOptions): TrafficCluster[] {
  return mineCentred(prompts, options).map(({ cluster }) => cluster);
}

/** As {@link mineClusters}, with where each of them lies. */
export function mineCentred(prompts: readonly PromptText[], options: MineOptions): CentredCluster[] {
  const byText = groupBy(prompts, ({ text }) => text.toLowerCase().replaceAll(/\s+/g, ' '));
  const entries = [...byText.values()].flatMap((same) => {
    const text = same[0]?.text ?? '';
    const vector = options.vectors.get(text);
    return vector === undefined ? [] : [{ text, vector, requests: same.length }];
  });
  const groups = averageLinkage(
    entries.map(({ vector }) => vector),
    LEAST_COSINE,
  );
  const everywhere = countWords([
    ...entries.map(({ text }) => text),
    ...options.covered,
    ...BACKGROUND_TEXTS,
  ]);
  const nameOf = namer(options.taken);
  const clusters = groupBy([...entries.entries()], ([at]) => String(groups[at]));
  return [...clusters.values()]
    .map((members) => members.map(([, entry]) => entry))
    .filter((members) => members.length >= FEWEST_TEXTS)
    .sort((a, b) => requestsOf(b) - requestsOf(a))
    .slice(0, MOST_CLUSTERS)
    .map((members) => {
      const texts = members.map(({ text }) => text);
      const words = distinctiveWords(texts, everywhere, MOST_WORDS);
      const centre = centreOf(members.map(({ vector }) => vector));
      const near = members.map(({ vector }) => cosine(vector, centre));
      const cluster = {
        name: nameOf(words),
        requests: requestsOf(members),
        distinct: members.length,
        cohesion: near.reduce((sum, value) => sum + value, 0) / near.length,
        words,
        nearest: nearestRoute(centre, options.centres),
        examples: pickExamples(members, centre),
      };
      return { cluster, centre };
    });
}

interface Entry {
  readonly text: string;
  readonly vector: Float32Array;
  readonly requests: number;
}

function requestsOf(members: readonly Entry[]): number {
  return members.reduce((sum, { requests }) => sum + requests, 0);
}

/** The most typical text, then always the one that is least like those that were picked (Gonzalez 1985). */
function pickExamples(members: readonly Entry[], centre: Float32Array): string[] {
  const short = members.filter(({ text }) => text.length <= LONGEST_EXAMPLE);
  const typical = [...(short.length > 0 ? short : members)].sort(
    (a, b) => cosine(b.vector, centre) - cosine(a.vector, centre),
  );
  const picked = typical.splice(0, 1);
  while (picked.length < MOST_EXAMPLES && typical.length > 0) {
    const closeness = typical.map(({ vector }) =>
      Math.max(...picked.map((other) => cosine(vector, other.vector))),
    );
    picked.push(...typical.splice(closeness.indexOf(Math.min(...closeness)), 1));
  }
  return picked.map(({ text }) => text.slice(0, LONGEST_EXAMPLE));
}

/** Names a cluster after its two best words that a name may hold. */
function namer(taken: Iterable<string>): (words: readonly string[]) => string {
  const known = new Set([...taken, 'none']);
  return (words) => {
    const fit = words.filter((word) => /^[a-z0-9]{3,24}$/.test(word)).slice(0, 2);
    const base = fit.length === 0 ? 'uncovered' : fit.join('-');
    let name = base;
    for (let count = 2; known.has(name); count += 1) name = `${base}-${count}`;
    known.add(name);
    return name;
  };
}
