import { cacheTraits } from '../../decision/memory/cache-traits.js';
import { clearnessOf, type Comparison, type Found } from '../../decision/comparison.js';
import type { CacheKey } from '../../decision/memory/decision-cache.js';
import type { Comparand } from './comparand.js';
import type { CacheSignal, FastSignal, LlmSignal, Signal, SimilaritySignal } from '../../signals/signal.js';
import type { RouteScores } from '../../signals/routes/route-scores.js';
import { SPANS } from '../../telemetry/names.js';
import { spanStep, spanStepAsync } from '../../telemetry/traces/span-step.js';
import { fastLayer, isCompound } from './fast-layer.js';
import { similarityLayer } from './similarity-layer.js';
import { since } from './since.js';
import { llmLayer } from './llm-layer.js';
import type { Memory } from '../memory.js';
import { askReplicas, type Replicas, tellReplicas } from '../replicas/ask-replicas.js';
import { scoringVersion } from '../replicas/scoring-version.js';
import { describeLlm, describeScores, describeSimilarity } from '../span-attributes.js';

/** What the comparing layers found, and the signals of those that ran. */
export interface Compared {
  readonly signals: readonly Signal[];
  readonly comparison: Comparison;
}

/** Layers 1 to 4, cheapest first, until one is sure. */
export async function compare(comparand: Comparand): Promise<Compared> {
  const { memory } = comparand;
  const { cache } = memory;
  const key = cache && keyOf(cache, comparand);
  if (cache === undefined || key === undefined) return search(comparand, undefined);
  const start = performance.now();
  const known = cache.get(key);
  const looked: CacheSignal = { name: 'cache', hit: known !== undefined, microseconds: since(start) };
  if (known !== undefined) return { signals: [looked], comparison: { ...known, layer: 'cache' } };
  const { signals, comparison, replicas } = await search(comparand, key);
  const microseconds = looked.microseconds + (replicas?.microseconds ?? 0);
  if (replicas?.told !== undefined) {
    const { found, ageMs } = replicas.told;
    cache.put(key, found, undefined, ageMs);
    return { signals: [{ ...looked, hit: true, shared: true, microseconds }, ...signals], comparison };
  }
  if (comparison.ok && isWorthKeeping(comparison, signals)) {
    const found = trimmed(comparison);
    cache.put(key, found, await vectorToKeep(comparand, comparison));
    tellReplicas(comparand, key, found);
  }
  return { signals: [{ ...looked, microseconds }, ...signals], comparison };
}

/** Not what a late encoder, a silent small model or a lack of time left open: the next request may have more luck. */
function isWorthKeeping({ standsInFor }: Found, signals: readonly Signal[]): boolean {
  return standsInFor === undefined && !signals.some((signal) => signal.name === 'llm' && !signal.result.ok);
}

/** Only the small model's answers are found again by near duplicates: heads cost less than the search for one. */
async function vectorToKeep({ reading }: Comparand, { layer }: Found): Promise<Float32Array | undefined> {
  if (layer !== 'llm') return undefined;
  const embedding = await reading.embedding();
  return embedding?.ok === true ? embedding.vector : undefined;
}

/** Compared anew, unless another replica did. */
interface Searched extends Compared {
  /** Absent where they were not asked. */
  readonly replicas?: Replicas | undefined;
}

/** Layers 2 to 4; other replicas are asked once the fast head is in doubt. */
async function search(comparand: Comparand, key: CacheKey | undefined): Promise<Searched> {
  const { snapshot, reading, shedding, tracer, context } = comparand;
  if (snapshot.fast !== undefined && shedding.sheds('fast')) return { signals: [], comparison: NO_TIME };
  const fast = spanStep(tracer, SPANS.fast, context, (span) => {
    const signal = fastLayer(snapshot, reading);
    if (signal !== undefined) span.setAttributes(describeScores(signal.scores));
    return signal;
  });
  const signals = fast === undefined ? [] : [fast];
  if (fast?.exits === true && !isCompound(reading)) {
    return { signals, comparison: { ok: true, layer: 'fast', scores: fast.scores } };
  }
  const isAlone = comparand.memory.shared === undefined || shedding.sheds('shared_cache');
  const replicas = isAlone ? undefined : await askReplicas(comparand, key);
  if (replicas?.told !== undefined) {
    return { signals, comparison: { ...replicas.told.found, layer: 'cache' }, replicas };
  }
  const { signals: more, comparison } = await searchDeeply(comparand, key, fast);
  return { signals: [...signals, ...more], comparison, replicas };
}

const NO_TIME = { ok: false, failure: 'overloaded' } as const;
const SHED_SIMILARITY: SimilaritySignal = { name: 'similarity', result: NO_TIME, microseconds: 0 };
const SHED_LLM: LlmSignal = { name: 'llm', result: NO_TIME, microseconds: 0 };

/** Layers 3 and 4. */
async function searchDeeply(
  comparand: Comparand,
  key: CacheKey | undefined,
  fast: FastSignal | undefined,
): Promise<Compared> {
  const { snapshot, memory, reading, shedding } = comparand;
  const isShed = typeof snapshot.index !== 'string' && shedding.sheds('encoder');
  const similarity = isShed ? SHED_SIMILARITY : await askEncoder(comparand);
  const signals: Signal[] = [similarity];
  const { result } = similarity;
  if (!result.ok) {
    if (fast === undefined || !snapshot.fastStandsIn) return { signals, comparison: result };
    const { scores } = fast;
    return { signals, comparison: { ok: true, layer: 'fast', scores, standsInFor: result.failure } };
  }
  const found: Found = { ok: true, layer: 'similarity', scores: result.scores };
  if (snapshot.plan.onLowMargin !== 'llm') return { signals, comparison: found };
  if (clearnessOf(snapshot.plan, result.scores).kind !== 'low_margin') return { signals, comparison: found };
  if (shedding.sheds('llm')) return { signals: [...signals, SHED_LLM], comparison: found };
  const embedding = await reading.embedding();
  const near = key && embedding?.ok === true ? memory.cache?.nearest(key, embedding.vector) : undefined;
  if (near !== undefined) return { signals, comparison: { ...near, layer: 'cache' } };
  const llm = await askSmallModel(comparand, result.scores);
  signals.push(llm);
  if (!llm.result.ok) return { signals, comparison: found };
  return { signals, comparison: { ok: true, layer: 'llm', saidByModel: true, scores: llm.result.scores } };
}

function askEncoder({ snapshot, reading, tracer, context }: Comparand): Promise<SimilaritySignal> {
  return spanStepAsync(tracer, SPANS.similarity, context, async (span) => {
    const signal = await similarityLayer(snapshot, reading);
    span.setAttributes(describeSimilarity(signal));
    return signal;
  });
}

function askSmallModel(comparand: Comparand, scores: RouteScores): Promise<LlmSignal> {
  return spanStepAsync(comparand.tracer, SPANS.llm, comparand.context, async (span) => {
    const signal = await llmLayer(comparand, scores);
    span.setAttributes(describeLlm(signal));
    return signal;
  });
}

function keyOf(
  cache: NonNullable<Memory['cache']>,
  { snapshot, view, reading }: Comparand,
): CacheKey | undefined {
  const { registry, headersRead } = snapshot;
  const { text } = reading.focus();
  if (text.trim() === '') return undefined;
  return cache.keyOf({
    version: scoringVersion(snapshot),
    tenant: view.head.headers.get(registry.policy.tenantHeader),
    text,
    traits: cacheTraits(view, headersRead),
  });
}

/** Routes that are remembered: enough for every bar and for a look at the runners-up. */
const REMEMBERED_ROUTES = 5;

function trimmed(found: Found): Found {
  return { ...found, scores: { ...found.scores, routes: found.scores.routes.slice(0, REMEMBERED_ROUTES) } };
}
