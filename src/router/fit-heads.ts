import type { Registry, RegistryRoute } from '../config/registry.js';
import { fitNearDuplicateBound } from '../decision/near-duplicate-bound.js';
import { BACKGROUND_TEXTS } from '../signals/background-texts.js';
import { type FastHead, fitFastHead } from '../signals/fast-head.js';
import type { EmbeddedExamples, RouteExamples } from '../signals/route-examples.js';
import { fitRouteHead, type FittedRouteHead, type RouteHead } from '../signals/route-head.js';
import { embedTexts, type EmbedOptions } from './embed-texts.js';
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

/** Examples looked at for the bound of near duplicates: a tenth of a second of work at most. */
const BOUND_SAMPLE = 300;

/**
 * Fits the heads that tell routes apart by their examples. Never rejects for the encoder's sake: while it lacks embeddings,
 * the fast head serves alone.
 */
export async function fitHeads(
  registry: Registry,
  instruments: Instruments,
  { earlier = [], ...options }: FitOptions,
): Promise<Heads> {
  const { encoder } = instruments;
  const examples = registry.routes.filter((route) => route.examples.length > 0);
  if (examples.length === 0) return NO_HEADS;
  const fitFast = (full: FittedRouteHead | undefined): Promise<FastHead> =>
    fitFastOn(registry, instruments, full, options);
  // Words alone cannot tell a single route from the rest of the world.
  const fastStandsIn =
    examples.length > 1 && examples.every((route) => route.examples.length >= ENOUGH_EXAMPLES);
  const common = { fastStandsIn, sameText: undefined };
  if (encoder === undefined) {
    return { ...NO_HEADS, ...common, index: 'absent', fast: await fitFast(undefined) };
  }

  const texts = new Set([
    ...BACKGROUND_TEXTS,
    ...examples.flatMap((route) => [...learntOf(route), ...route.not]),
  ]);
  const known = (text: string): Float32Array | undefined =>
    options.known?.(text) ?? earlier.find(({ vectors }) => vectors.has(text))?.vectors.get(text);
  const { vectors, missing } = await embedTexts(texts, encoder, { ...options, known });
  const embedded = routeExamples(registry, (text) => vectors.get(text));
  // Without one of the routes its requests would look like its neighbours'.
  const lacking = missing ?? (embedded.some((route) => route.vectors.length === 0) ? 'down' : undefined);
  if (lacking !== undefined) {
    const same = earlier.find((snapshot) => snapshot.registry.version === registry.version)?.fast;
    return { ...common, index: lacking, fast: same ?? (await fitFast(undefined)), vectors };
  }
  const background = embeddedOf(BACKGROUND_TEXTS, (text) => vectors.get(text));
  const full = await fitRouteHead(embedded, background, signalOf(options));
  const sameText = sameTextBound(registry, embedded);
  return { index: withoutFolds(full), fast: await fitFast(full), fastStandsIn, sameText, vectors };
}

/** Only the small model's answers are found again by near duplicates: without it the bound is not worth its cost. */
function sameTextBound({ policy }: Registry, embedded: readonly RouteExamples[]): number | undefined {
  if (policy.onLowMargin !== 'llm' || policy.decisionCache?.nearDuplicates !== true) return undefined;
  const pairs = embedded.flatMap(({ route, vectors }) => vectors.map((vector) => ({ route, vector })));
  return fitNearDuplicateBound(pairs, { sample: BOUND_SAMPLE });
}

/** The scores of cross-validation are for fitting only. */
function withoutFolds({ routes, refused, dimensions, layers, blend, ...rest }: FittedRouteHead): RouteHead {
  const { searched, scope, thresholds } = rest;
  return { routes, refused, dimensions, layers, blend, searched, scope, thresholds };
}

async function fitFastOn(
  registry: Registry,
  { table, encoder }: Instruments,
  full: FittedRouteHead | undefined,
  options: EmbedOptions,
): Promise<FastHead> {
  // A table of another encoder would seldom agree with this one.
  const usable = encoder === undefined || table?.checksum === encoder.checksum ? table : undefined;
  const vectorOf = (text: string): Float32Array | undefined => usable?.embed(text);
  const withVectors = usable !== undefined;
  const thresholds = Object.fromEntries(
    registry.routes.map(({ name, threshold }) => [name, threshold ?? full?.thresholds[name] ?? 0]),
  );
  return fitFastHead(
    routeExamples(registry, vectorOf, withVectors),
    embeddedOf(BACKGROUND_TEXTS, vectorOf, withVectors),
    registry.policy.fastHead ? full : undefined,
    { ...signalOf(options), thresholds },
  );
}

function routeExamples(
  registry: Registry,
  vectorOf: (text: string) => Float32Array | undefined,
  withVectors = true,
): RouteExamples[] {
  return registry.routes
    .filter(({ examples }) => examples.length > 0)
    .map((route) => ({
      route: route.name,
      ...embeddedOf(learntOf(route), vectorOf, withVectors),
      not: embeddedOf(route.not, vectorOf, withVectors),
    }));
}

/** The description says what the examples have in common: it is learnt from like one more of them. */
function learntOf({ examples, description }: RegistryRoute): readonly string[] {
  return description === '' || examples.includes(description) ? examples : [...examples, description];
}

/** The texts that have a vector; all of them when none is wanted. */
function embeddedOf(
  texts: readonly string[],
  vectorOf: (text: string) => Float32Array | undefined,
  withVectors = true,
): EmbeddedExamples {
  if (!withVectors) return { texts, vectors: [] };
  const pairs = texts.flatMap((text) => {
    const vector = vectorOf(text);
    return vector === undefined ? [] : [{ text, vector }];
  });
  return { texts: pairs.map(({ text }) => text), vectors: pairs.map(({ vector }) => vector) };
}

function signalOf({ signal }: EmbedOptions): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
