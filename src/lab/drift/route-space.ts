import type { Registry } from '../../config/registry.js';

/** Turns texts into unit vectors; texts that the encoder fails on are missing. */
export type EmbedAll = (texts: readonly string[]) => Promise<ReadonlyMap<string, Float32Array>>;

/** Where a route's examples lie. */
export interface RouteCentre {
  readonly route: string;
  /** Unit vector. */
  readonly centre: Float32Array;
}

/** Examples of a route that are enough to know its centre. */
const MOST_EXAMPLES = 50;

/** Routes without examples have no centre. */
export async function centresOf({ routes }: Registry, embedAll: EmbedAll): Promise<RouteCentre[]> {
  const chosen = routes.map(({ name, examples }) => ({ name, examples: spread(examples) }));
  const vectors = await embedAll(chosen.flatMap(({ examples }) => examples));
  return chosen.flatMap(({ name, examples }) => {
    const found = examples.flatMap((text) => vectors.get(text) ?? []);
    return found.length === 0 ? [] : [{ route: name, centre: centreOf(found) }];
  });
}

/** The mean of unit vectors, made a unit vector again; at least one is required. */
export function centreOf(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    for (const [at, value] of vector.entries()) sum[at] = (sum[at] ?? 0) + value;
  }
  const length = Math.hypot(...sum);
  return length === 0 ? sum : sum.map((value) => value / length);
}

/** Cosine of unit vectors. */
export function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

/** The route whose centre is nearest; `undefined` when no route has one. */
export function nearestRoute(
  vector: Float32Array,
  centres: readonly RouteCentre[],
): { readonly route: string; readonly cosine: number } | undefined {
  let nearest: { readonly route: string; readonly cosine: number } | undefined;
  for (const { route, centre } of centres) {
    const near = cosine(vector, centre);
    if (nearest === undefined || near > nearest.cosine) nearest = { route, cosine: near };
  }
  return nearest;
}

function spread(texts: readonly string[]): readonly string[] {
  if (texts.length <= MOST_EXAMPLES) return texts;
  return Array.from(
    { length: MOST_EXAMPLES },
    (_, at) => texts[Math.floor((at * texts.length) / MOST_EXAMPLES)] ?? '',
  );
}
