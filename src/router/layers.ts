import type { RequestView } from '../request/request-view.js';
import { combineClauses } from '../signals/combine-clauses.js';
import { readClauses } from '../signals/clauses.js';
import { scoreFast } from '../signals/fast-head.js';
import { type Features, measureFeatures } from '../signals/features.js';
import { hashNgrams } from '../signals/hashed-ngrams.js';
import { type RouteHead, scoreRoutes } from '../signals/route-head.js';
import type { RouteScores } from '../signals/route-scores.js';
import type {
  BuiltinSignals,
  FastSignal,
  FeatureSignal,
  RuleSignal,
  SimilarityResult,
  SimilaritySignal,
} from '../signals/signal.js';
import type { Snapshot } from './snapshot.js';
import type { TextReading } from './text-reading.js';

/** Layer 0, first part: what the request measures. */
export function featureLayer(view: RequestView): FeatureSignal {
  const start = performance.now();
  return { name: 'features', features: measureFeatures(view), microseconds: since(start) };
}

/** Layer 0, last part: the first route, by priority, whose rules hold, and the first of those that guard. */
export function ruleLayer(
  snapshot: Snapshot,
  view: RequestView,
  features: Features,
  builtin?: BuiltinSignals,
): RuleSignal {
  const start = performance.now();
  const request = [view, features, (name) => builtin?.labelled[name]] as Parameters<
    Snapshot['rules'][0]['rule']
  >;
  const first = snapshot.rules.findIndex(({ rule }) => rule(...request));
  const holding = first < 0 ? [] : snapshot.rules.slice(first);
  const guard = holding.find(({ guards, rule }, at) => guards && (at === 0 || rule(...request)));
  return { name: 'rules', route: holding[0]?.route, guard: guard?.route, microseconds: since(start) };
}

/** Layer 2: the head that needs no encoder; `undefined` when there is none or no text for it. */
export function fastLayer({ fast }: Snapshot, reading: TextReading): FastSignal | undefined {
  if (fast === undefined || reading.focus().text.trim() === '') return undefined;
  const start = performance.now();
  const ngrams = reading.ngrams();
  const vector = fast.head.dimensions === 0 ? undefined : reading.staticVector();
  const { scores, exits } = scoreFast(fast, vector === undefined ? { ngrams } : { ngrams, vector });
  return { name: 'fast', scores, exits, microseconds: since(start) };
}

/** Layer 3: how much the text resembles each route's examples, to the encoder. */
export async function similarityLayer(snapshot: Snapshot, reading: TextReading): Promise<SimilaritySignal> {
  const start = performance.now();
  const result = await compare(snapshot, reading);
  return { name: 'similarity', result, microseconds: since(start) };
}

async function compare({ index }: Snapshot, reading: TextReading): Promise<SimilarityResult> {
  if (typeof index === 'string') return { ok: false, failure: index };
  if (reading.focus().text.trim() === '') return { ok: false, failure: 'no_text' };
  const { wanted, refused } = readClauses(reading.focus().text);
  if (refused.length > 0 || wanted.length > 1) return compareClauses(index, wanted, refused, reading);
  const embedding = await reading.embedding();
  if (embedding === undefined) return { ok: false, failure: 'absent' };
  if (!embedding.ok) return embedding;
  return { ok: true, scores: scoreRoutes(index, { ngrams: reading.ngrams(), vector: embedding.vector }) };
}

/** Clauses that are embedded of one prompt, which bounds its cost. */
const MOST_CLAUSES = 3;

/** Of one with material of this many units: built-in signals may want the whole text besides. */
const MOST_LONG_CLAUSES = 2;
const LONG_CHARACTERS = 2_000;

async function compareClauses(
  index: RouteHead,
  wanted: readonly string[],
  refused: readonly string[],
  reading: TextReading,
): Promise<SimilarityResult> {
  const most = reading.focus().material.length > LONG_CHARACTERS ? MOST_LONG_CLAUSES : MOST_CLAUSES;
  const clauses = [...wanted.slice(0, most), ...refused].slice(0, most);
  const wants: RouteScores[] = [];
  const refusals: RouteScores[] = [];
  for (const [at, text] of clauses.entries()) {
    const embedding = await reading.embed(text);
    if (embedding === undefined) return { ok: false, failure: 'absent' };
    if (!embedding.ok) return embedding;
    const scores = scoreRoutes(index, { ngrams: hashNgrams(text), vector: embedding.vector });
    (at < wanted.length ? wants : refusals).push(scores);
  }
  return { ok: true, scores: combineClauses(wants, refusals) };
}

/** Whether the text says several things, or says what it does not want: the fast head reads it as one. */
export function isCompound({ focus }: TextReading): boolean {
  const { wanted, refused } = readClauses(focus().text);
  return refused.length > 0 || wanted.length > 1;
}

/** Microseconds of wall time since a mark of `performance.now`. */
export function since(start: number): number {
  return (performance.now() - start) * 1000;
}
