import { createHash } from 'node:crypto';
import type { Registry, RegistryRoute } from '../../config/registry.js';
import type { Pace } from '../../heads/pace.js';
import { BACKGROUND_TEXTS } from '../../signals/routes/background-texts.js';
import type { EmbeddedExamples, RouteExamples } from '../../signals/routes/route-examples.js';
import type { FitJob, FitSet } from './fit-job.js';
import type { Instruments } from '../snapshot.js';

/** All texts whose vectors the heads of a registry are fitted on, each once. */
export function textsToFit({ routes }: Registry): string[] {
  const own = routes.filter(({ examples }) => examples.length > 0);
  return [...new Set([...BACKGROUND_TEXTS, ...own.flatMap((route) => [...learntOf(route), ...route.not])])];
}

/**
 * SHA-256 over what the routes say about the texts that belong to them: heads that were trained for other examples must not
 * serve. Thresholds, targets and the like may change without it.
 */
export function fingerprintOfExamples({ routes }: Registry): string {
  const own = routes
    .map((route) => [route.name, route.examples.length === 0 ? [] : learntOf(route), route.not] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(own), 'utf8').digest('hex');
}

/**
 * What the heads of a registry are fitted on.
 *
 * @param full the examples with the encoder's vectors; absent without them
 */
export async function makeFitJob(
  registry: Registry,
  full: FitSet | undefined,
  instruments: Pick<Instruments, 'table'> & {
    readonly encoder?: { readonly checksum: string } | undefined;
  },
  pace: Pace,
): Promise<FitJob> {
  const { policy, routes } = registry;
  const declared = routes.flatMap(({ name, threshold }) =>
    threshold === undefined ? [] : [[name, threshold] as const],
  );
  const { table, encoder } = instruments;
  // A table of another encoder would seldom agree with this one.
  const usable = encoder === undefined || table?.checksum === encoder.checksum ? table : undefined;
  return {
    ...(full && { full }),
    fast: await makeFitSet(registry, usable && ((text) => usable.embed(text)), pace),
    fastExits: policy.fastHead,
    thresholds: Object.fromEntries(declared),
    // Only the small model's answers are found again by near duplicates: without it the bound is not worth its cost.
    seeksSameText: policy.onLowMargin === 'llm' && policy.decisionCache?.nearDuplicates === true,
  };
}

/**
 * The examples of a registry with their vectors.
 *
 * @param vectorOf texts without a vector are left out; without this function all of them stay, without vectors
 */
export async function makeFitSet(
  registry: Registry,
  vectorOf: ((text: string) => Float32Array | undefined) | undefined,
  pace: Pace,
): Promise<FitSet> {
  const embedded = async (texts: readonly string[]): Promise<EmbeddedExamples> => {
    if (vectorOf === undefined) return { texts, vectors: [] };
    const known: string[] = [];
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      await pace();
      const vector = vectorOf(text);
      if (vector === undefined) continue;
      known.push(text);
      vectors.push(vector);
    }
    return { texts: known, vectors };
  };
  const routes: RouteExamples[] = [];
  for (const route of registry.routes) {
    if (route.examples.length === 0) continue;
    const examples = await embedded(learntOf(route));
    routes.push({ route: route.name, ...examples, not: await embedded(route.not) });
  }
  return { routes, background: await embedded(BACKGROUND_TEXTS) };
}

/** The description says what the examples have in common: it is learnt from like one more of them. */
function learntOf({ examples, description }: RegistryRoute): readonly string[] {
  return description === '' || examples.includes(description) ? examples : [...examples, description];
}
