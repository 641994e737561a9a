import type { FusedInput } from '../../heads/fused-head.js';
import type { SparseVector } from '../../heads/sparse-vector.js';
import { ngramsFor, type HeadSignal } from '../../signals/builtin-heads.js';
import { featureVector } from '../../signals/feature-vector.js';
import { focusOf } from '../../signals/focus/focus.js';
import { hashNgrams } from '../../signals/hashed-ngrams.js';
import type { EmbedTexts } from '../vector-cache.js';
import { viewOfText } from '../view-of-text.js';
import type { TrainingRow } from './training-row.js';

/** A row as a head sees it. */
export interface PreparedRow extends TrainingRow {
  readonly embedding: Float32Array;
  readonly input: FusedInput;
  /** N-grams of the whole text. */
  readonly whole: SparseVector;
  /** Place of the row's label among the head's. */
  readonly truth: number;
}

/** Looks at the rows as serving does, and embeds them. */
export async function prepareRows(
  name: HeadSignal,
  rows: readonly TrainingRow[],
  labels: readonly string[],
  embed: EmbedTexts,
): Promise<PreparedRow[]> {
  const seen = rows.map((row) => {
    const view = viewOfText(row.text);
    const focus = focusOf(view);
    const whole = hashNgrams(focus.text);
    const features = featureVector(view, focus);
    return { row, focus, whole, features, ngrams: ngramsFor(name, { focus, ngrams: whole }) };
  });
  const vectors = await embed(seen.map(({ focus }) => focus.text));
  return seen.map(({ row, whole, features, ngrams }, at) => {
    const embedding = vectors[at] ?? new Float32Array();
    const truth = labels.indexOf(row.label);
    if (truth < 0) throw new Error(`${row.source}: the label ${row.label} is none of ${labels.join(', ')}`);
    return { ...row, embedding, whole, truth, input: { embedding, features, ngrams } };
  });
}
