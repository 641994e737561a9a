import { readClauses } from '../../signals/routes/clauses.js';
import { combineClauses } from '../../signals/routes/combine-clauses.js';
import { hashNgrams } from '../../signals/hashed-ngrams.js';
import { type RouteHead, scoreRoutes } from '../../signals/routes/route-head.js';
import type { RouteScores } from '../../signals/routes/route-scores.js';
import type { SimilarityResult, SimilaritySignal } from '../../signals/signal.js';
import type { Snapshot } from '../snapshot.js';
import { since } from './since.js';
import type { TextReading } from './text-reading.js';

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
