import type { RequestView } from '../request/request-view.js';
import { type Features, measureFeatures } from '../signals/features.js';
import { scoreSimilarity } from '../signals/similarity-index.js';
import type { FeatureSignal, RuleSignal, SimilarityResult, SimilaritySignal } from '../signals/signal.js';
import type { Snapshot } from './snapshot.js';

/** Layer 0, first half: what the request measures. */
export function featureLayer(view: RequestView): FeatureSignal {
  const start = performance.now();
  return { name: 'features', features: measureFeatures(view), microseconds: since(start) };
}

/** Layer 0, second half: the first route, by priority, whose rules hold, and the first of those that guard. */
export function ruleLayer(snapshot: Snapshot, view: RequestView, features: Features): RuleSignal {
  const start = performance.now();
  const first = snapshot.rules.findIndex(({ rule }) => rule(view, features));
  const holding = first < 0 ? [] : snapshot.rules.slice(first);
  const guard = holding.find(({ guards, rule }, at) => guards && (at === 0 || rule(view, features)));
  return { name: 'rules', route: holding[0]?.route, guard: guard?.route, microseconds: since(start) };
}

/** Layer 3: how much the last user turn resembles each route's examples. */
export async function similarityLayer(snapshot: Snapshot, view: RequestView): Promise<SimilaritySignal> {
  const start = performance.now();
  const result = await compare(snapshot, view.lastUserText);
  return { name: 'similarity', result, microseconds: since(start) };
}

async function compare(snapshot: Snapshot, text: string): Promise<SimilarityResult> {
  const { encoder, index, registry } = snapshot;
  if (typeof index === 'string') return { ok: false, failure: index };
  if (encoder === undefined) return { ok: false, failure: 'absent' };
  if (text.trim() === '') return { ok: false, failure: 'no_text' };
  const embedding = await encoder.embed(text, registry.policy.encoder.deadlineMs);
  if (!embedding.ok) return embedding;
  return { ok: true, scores: scoreSimilarity(index, embedding.vector) };
}

function since(start: number): number {
  return (performance.now() - start) * 1000;
}
