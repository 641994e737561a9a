import { type Bundle, PART_NAMES, type PartName } from '../../bundle/bundle.js';
import type { Registry } from '../../config/registry.js';
import { fittedName, type OutcomeHeads } from '../../signals/outcome-heads.js';
import { type Heads, mayStandIn } from './fit-heads.js';
import { fingerprintOfExamples, textsToFit } from './make-fit-job.js';
import type { BundleInUse, Instruments, Snapshot } from '../snapshot.js';

/** What a bundle brings to a registry. */
export interface Equipment {
  /** `undefined`: to be fitted on the examples. */
  readonly heads: Heads | undefined;
  /** `undefined`: the policy's, if it names any. */
  readonly outcomes: OutcomeHeads | undefined;
  readonly bundle: BundleInUse | undefined;
}

/**
 * Takes from a bundle each part that fits the registry. A part that does not is left unused and told: the registry then
 * serves, in that part, as if there were no bundle.
 *
 * @param bundle trained on the encoder that is loaded
 */
export async function useBundle(
  registry: Registry,
  instruments: Instruments,
  bundle: Bundle | undefined,
  earlier: readonly Snapshot[] = [],
): Promise<Equipment> {
  if (bundle === undefined) return { heads: undefined, outcomes: undefined, bundle: undefined };
  const unused = misfits(registry, instruments, bundle);
  const parts = PART_NAMES.filter((part) => bundle[part] !== undefined && unused[part] === undefined);
  const uses = (part: PartName): boolean => parts.includes(part);
  return {
    heads: uses('routes') ? await headsOf(registry, instruments, bundle, earlier) : undefined,
    outcomes: uses('outcomes') ? bundle.outcomes?.heads : undefined,
    bundle: {
      ...{ version: bundle.version, parts, unused: Object.values(unused) },
      bars: uses('gate') ? (bundle.gate?.bars ?? {}) : {},
    },
  };
}

/** Why parts of a bundle are of no use to a registry, by part. */
function misfits(
  registry: Registry,
  { encoder, table }: Instruments,
  { routes, outcomes, gate }: Bundle,
): Partial<Record<PartName, string>> {
  const found: Partial<Record<PartName, string>> = {};
  if (routes !== undefined) {
    const { index, fast } = routes.heads;
    if (routes.examples !== fingerprintOfExamples(registry)) {
      found.routes =
        'routes: trained for other routes or examples; the heads are fitted on the examples instead';
    } else if ((index === undefined) !== (encoder === undefined)) {
      const [was, is] = encoder === undefined ? ['with', 'without'] : ['without', 'with'];
      found.routes = `routes: trained ${was} an encoder, this runs ${is} one; the heads are fitted on the examples instead`;
    } else if (fast.head.dimensions !== (table?.dimensions ?? 0)) {
      found.routes =
        'routes: trained with another static table; the heads are fitted on the examples instead';
    }
  }
  const models = [...registry.pool.models.values()];
  if (outcomes !== undefined && models.every((model) => fittedName(outcomes.heads, model) === undefined)) {
    found.outcomes = 'outcomes: none of its models is in the pool; those of the policy serve';
  }
  const cascades = registry.routes.filter(({ cascade }) => cascade !== undefined).map(({ name }) => name);
  const strangers = Object.keys(gate?.bars ?? {}).filter((route) => !cascades.includes(route));
  if (strangers.length > 0) {
    found.gate = `gate: ${strangers.join(', ')} is no cascade of the registry; the bars of the registry serve`;
  }
  return found;
}

async function headsOf(
  registry: Registry,
  { encoder, store }: Instruments,
  { routes }: Bundle,
  earlier: readonly Snapshot[],
): Promise<Heads | undefined> {
  if (routes === undefined) return undefined;
  const { index, fast, sameText } = routes.heads;
  const texts = encoder === undefined ? [] : textsToFit(registry);
  const vectors = new Map<string, Float32Array>();
  const kept = earlier.length === 0 ? await store?.find(texts) : undefined;
  for (const text of texts) {
    const known =
      earlier.find((snapshot) => snapshot.vectors.has(text))?.vectors.get(text) ?? kept?.get(text);
    if (known !== undefined) vectors.set(text, known);
  }
  return {
    index: index ?? 'absent',
    fast: registry.policy.fastHead ? fast : { ...fast, bars: undefined },
    fastStandsIn: mayStandIn(fast.head.searched.counts.slice(0, fast.head.routes.length)),
    sameText,
    vectors,
  };
}
