import type { Registry, RegistryRoute } from '../config/registry.js';
import type { Encoder } from '../embed/encoder.js';
import { createPace, type Pace } from '../heads/pace.js';
import { BACKGROUND_TEXTS } from '../signals/background-texts.js';
import type { EmbeddedExamples, RouteExamples } from '../signals/route-examples.js';
import { type EmbeddedTexts, embedTexts, type EmbedOptions } from './embed-texts.js';
import { type FitJob, type FitSet, type FittedHeads, runFitJob } from './fit-job.js';
import { fitInThread } from './fit-thread.js';
import type { Instruments, Snapshot } from './snapshot.js';

export interface FitOptions extends EmbedOptions {
  /** Snapshots of earlier tries and registries: what they have fitted or embedded is not made again. */
  readonly earlier?: readonly Snapshot[];
}

type Heads = Pick<Snapshot, 'index' | 'fast' | 'fastStandsIn' | 'sameText' | 'vectors'>;

const NO_HEADS: Heads = {
  index: 'no_examples',
  fast: undefined,
  fastStandsIn: false,
  sameText: undefined,
  vectors: new Map(),
};

/** Examples of a route from which a head that reads words is more than a guess. */
const ENOUGH_EXAMPLES = 5;

/** Texts from which a thread of its own is worth its start: fitting fewer takes the serving thread no long stretch. */
const MANY_TEXTS = 500;

/**
 * Fits the heads that tell routes apart by their examples. Never rejects for the encoder's sake: while it lacks embeddings,
 * the fast head serves alone.
 */
export async function fitHeads(
  registry: Registry,
  instruments: Instruments,
  options: FitOptions,
): Promise<Heads> {
  const { encoder } = instruments;
  const examples = registry.routes.filter((route) => route.examples.length > 0);
  if (examples.length === 0) return NO_HEADS;
  const texts = [
    ...new Set([...BACKGROUND_TEXTS, ...examples.flatMap((route) => [...learntOf(route), ...route.not])]),
  ];
  const pace = createPace(options.signal);
  const fit = async (full: FitSet | undefined): Promise<FittedHeads> => {
    const job = jobOf(registry, full, await staticSet(registry, instruments, pace));
    return texts.length < MANY_TEXTS ? runFitJob(job, options.signal) : fitInThread(job, options.signal);
  };
  // Words alone cannot tell a single route from the rest of the world.
  const fastStandsIn =
    examples.length > 1 && examples.every((route) => route.examples.length >= ENOUGH_EXAMPLES);
  if (encoder === undefined) {
    return { ...NO_HEADS, index: 'absent', fast: (await fit(undefined)).fast, fastStandsIn };
  }

  const { vectors, missing } = await embedAll(texts, { ...instruments, encoder }, options);
  const full = await fitSet(registry, (text) => vectors.get(text), pace);
  // Without one of the routes its requests would look like its neighbours'.
  const lacking = missing ?? (full.routes.some((route) => route.vectors.length === 0) ? 'down' : undefined);
  if (lacking !== undefined) {
    const same = options.earlier?.find((snapshot) => snapshot.registry.version === registry.version)?.fast;
    const fast = same ?? (await fit(undefined)).fast;
    return { index: lacking, fast, fastStandsIn, sameText: undefined, vectors };
  }
  const { index = 'no_examples', fast, sameText } = await fit(full);
  return { index, fast, fastStandsIn, sameText, vectors };
}

/** What earlier snapshots and the store know is not embedded again. */
async function embedAll(
  texts: readonly string[],
  { encoder, store }: Instruments & { readonly encoder: Encoder },
  { earlier = [], ...options }: FitOptions,
): Promise<EmbeddedTexts> {
  const known = (text: string): Float32Array | undefined =>
    options.known?.(text) ?? earlier.find(({ vectors }) => vectors.has(text))?.vectors.get(text);
  const unknown = store === undefined ? [] : texts.filter((text) => known(text) === undefined);
  const kept = unknown.length === 0 ? undefined : await store?.find(unknown);
  const embedded = await embedTexts(texts, encoder, {
    ...options,
    known: (text) => known(text) ?? kept?.get(text),
  });
  const fresh = unknown.flatMap((text) => {
    const vector = kept?.has(text) === true ? undefined : embedded.vectors.get(text);
    return vector === undefined ? [] : [[text, vector] as const];
  });
  if (fresh.length > 0) await store?.keep(new Map(fresh));
  return embedded;
}

function jobOf({ policy, routes }: Registry, full: FitSet | undefined, fast: FitSet): FitJob {
  const declared = routes.flatMap(({ name, threshold }) =>
    threshold === undefined ? [] : [[name, threshold] as const],
  );
  return {
    ...(full && { full }),
    fast,
    fastExits: policy.fastHead,
    thresholds: Object.fromEntries(declared),
    // Only the small model's answers are found again by near duplicates: without it the bound is not worth its cost.
    seeksSameText: policy.onLowMargin === 'llm' && policy.decisionCache?.nearDuplicates === true,
  };
}

/** Examples with vectors of the static table; without any when there is no table that goes with the encoder. */
async function staticSet(registry: Registry, { table, encoder }: Instruments, pace: Pace): Promise<FitSet> {
  // A table of another encoder would seldom agree with this one.
  const usable = encoder === undefined || table?.checksum === encoder.checksum ? table : undefined;
  return fitSet(registry, usable && ((text) => usable.embed(text)), pace);
}

/** @param vectorOf texts without a vector are left out; without this function all of them stay, without vectors */
async function fitSet(
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
