import type { DriftStreams } from './drift-stream.js';
import type { GatheredDrift } from './gather-drift.js';
import type { PromptText } from './prompt-text.js';
import { cosine, type EmbedAll, nearestRoute, type RouteCentre } from './route-space.js';

/**
 * Feeds the metric `distance`: of each sampled prompt to the centre of its route's examples, and, for all requests, to the
 * nearest centre of any route. The centres are the registry's and not the traffic's, so that each distance is a number
 * of its own, and the test that holds for margins holds for it.
 */
export async function watchDistances(
  { streams, alphaEach, texts }: Pick<GatheredDrift, 'streams' | 'alphaEach' | 'texts'>,
  centres: readonly RouteCentre[],
  embedAll: EmbedAll,
): Promise<void> {
  const vectors = await embedAll([...texts.reference, ...texts.window].map(({ text }) => text));
  const byRoute = new Map(centres.map(({ route, centre }) => [route, centre]));
  for (const prompt of [...texts.reference, ...texts.window]) {
    const vector = vectors.get(prompt.text);
    const centre = prompt.route === null ? undefined : byRoute.get(prompt.route);
    if (vector !== undefined) takeDistances(streams, alphaEach, prompt, { vector, centre, centres });
  }
}

interface Place {
  readonly vector: Float32Array;
  readonly centre: Float32Array | undefined;
  readonly centres: readonly RouteCentre[];
}

function takeDistances(
  streams: DriftStreams,
  alpha: number,
  { route, at }: PromptText,
  { vector, centre, centres }: Place,
): void {
  const nearest = nearestRoute(vector, centres);
  if (nearest !== undefined) streams.take(null, 'distance', 1 - nearest.cosine, at, alpha);
  if (centre !== undefined) streams.take(route, 'distance', 1 - cosine(vector, centre), at, alpha);
}
