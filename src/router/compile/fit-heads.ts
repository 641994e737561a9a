import type { Registry } from '../../config/registry.js';
import type { Encoder } from '../../embed/encoder.js';
import { createPace } from '../../heads/pace.js';
import { type EmbeddedTexts, embedTexts, type EmbedOptions } from './embed-texts.js';
import { type FitSet, type FittedHeads, runFitJob } from './fit-job.js';
import { fitInThread } from './fit-thread.js';
import { makeFitJob, makeFitSet, textsToFit } from './make-fit-job.js';
import type { Instruments, Snapshot } from '../snapshot.js';

export interface FitOptions extends EmbedOptions {
  /** Snapshots of earlier tries and registries: what they have fitted or embedded is not made again. */
  readonly earlier?: readonly Snapshot[];
}

/** Heads as a snapshot has them. */
export type Heads = Pick<Snapshot, 'index' | 'fast' | 'fastStandsIn' | 'sameText' | 'vectors'>;

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
  const texts = textsToFit(registry);
  const pace = createPace(options.signal);
  const fit = async (full: FitSet | undefined): Promise<FittedHeads> => {
    const job = await makeFitJob(registry, full, instruments, pace);
    return texts.length < MANY_TEXTS ? runFitJob(job, options.signal) : fitInThread(job, options.signal);
  };
  const fastStandsIn = mayStandIn(examples.map((route) => route.examples.length));
  if (encoder === undefined) {
    return { ...NO_HEADS, index: 'absent', fast: (await fit(undefined)).fast, fastStandsIn };
  }

  const { vectors, missing } = await embedAll(texts, { ...instruments, encoder }, options);
  const full = await makeFitSet(registry, (text) => vectors.get(text), pace);
  // Without one of the routes its requests would look like its neighbours'.
  const lacking = missing ?? (full.routes.some((route) => route.vectors.length === 0) ? 'down' : undefined);
  if (lacking !== undefined) {
    const same = options.earlier?.find(
      ({ registry: { version }, bundle }) => version === registry.version && bundle === undefined,
    )?.fast;
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

/**
 * Whether words alone may decide: they cannot tell a single route from the rest of the world.
 *
 * @param examples of each route that has any
 */
export function mayStandIn(examples: readonly number[]): boolean {
  return examples.length > 1 && examples.every((count) => count >= ENOUGH_EXAMPLES);
}
