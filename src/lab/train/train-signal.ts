import {
  anchorCosines,
  fusedProbabilities,
  join,
  strongest,
  type FusedHead,
} from '../../heads/fused-head.js';
import { denseLogits } from '../../heads/softmax-head.js';
import type { HeadSignal } from '../../signals/builtin-heads.js';
import type { VectorCache } from '../vector-cache.js';
import { fitFusion, type OutOfFold } from './fit-fusion.js';
import { fitParts } from './fit-head.js';
import { prepareRows, type PreparedRow } from './prepare-rows.js';
import { rowWeights } from './row-weights.js';
import type { Recipe } from './training-row.js';

/** A row and what was said of it. */
export interface Judged {
  readonly row: PreparedRow;
  readonly probabilities: Float32Array;
  /** The same without an embedding. */
  readonly plain: Float32Array;
}

export interface TrainedSignal {
  readonly recipe: Recipe;
  readonly head: FusedHead;
  /** Rows judged by heads that have not seen their source; rows that only measure by the shipped head. */
  readonly leftOut: readonly Judged[];
  readonly dev: readonly Judged[];
}

/** Fits a signal: leaves the recipe's folds out one after another, fits the fusion on what that gives, then fits on all. */
export async function trainSignal(
  name: HeadSignal,
  recipe: Recipe,
  cache: VectorCache,
): Promise<TrainedSignal> {
  const { labels, folds, prior } = recipe;
  const rows = await prepareRows(name, recipe.rows, labels, cache);
  const dev = await prepareRows(name, recipe.dev, labels, cache);
  const anchors: Float32Array[][] = [];
  for (const label of labels) anchors.push(await cache.embedAll(recipe.anchors?.[label] ?? []));
  const usable = rows.filter(({ fit }) => fit);
  const judgedParts: { readonly row: PreparedRow; readonly head: FusedHead }[] = [];
  for (const fold of folds) {
    const out = (source: string): boolean => fold.includes(source);
    const segments = recipe.segments?.filter(({ source }) => !out(source));
    const head = await fitParts(
      recipe,
      usable.filter(({ source }) => !out(source)),
      segments,
      anchors,
    );
    for (const row of usable) if (out(row.source)) judgedParts.push({ row, head });
  }
  const parts = fusionRows(judgedParts, recipe);
  const fusion = await fitFusion(
    parts.map(({ full }) => full),
    prior,
  );
  const plainFusion = await fitFusion(
    parts.map(({ plain }) => plain),
    0,
  );
  const finish = (head: FusedHead): FusedHead => ({ ...head, fusion, plainFusion });
  const shipped = finish(await fitParts(recipe, usable, recipe.segments, anchors));
  const measured = rows.filter(({ fit }) => !fit).map((row) => ({ row, head: shipped }));
  return {
    ...{ recipe, head: shipped },
    leftOut: [...judgedParts, ...measured].map(({ row, head }) => judge(row, finish(head))),
    dev: dev.map((row) => judge(row, shipped)),
  };
}

/** What the fusion is fitted on: sources weigh alike, and labels as often as the calibration assumes. */
function fusionRows(
  judged: readonly { readonly row: PreparedRow; readonly head: FusedHead }[],
  { ownShare, prevalence = 0.5 }: Recipe,
): { full: OutOfFold; plain: OutOfFold }[] {
  const rows = judged.map(({ row }) => row);
  const weights = rowWeights(rows, ownShare);
  const shares = [2 * (1 - prevalence), 2 * prevalence];
  return judged.map(({ row, head }, at) =>
    partsOf(row, head, (weights[at] ?? 1) * (head.labels.length === 2 ? (shares[row.truth] ?? 1) : 1)),
  );
}

function judge(row: PreparedRow, head: FusedHead): Judged {
  const { features, ngrams } = row.input;
  return {
    row,
    probabilities: fusedProbabilities(head, row.input),
    plain: fusedProbabilities(head, { features, ngrams }),
  };
}

function partsOf(row: PreparedRow, head: FusedHead, weight: number): { full: OutOfFold; plain: OutOfFold } {
  const { truth, embedding, input } = row;
  const sparse = strongest(head.sparse, input.ngrams);
  const prior = anchorCosines(head.anchors, embedding);
  const dense = denseLogits(head.dense, join(embedding, input.features));
  const plain = denseLogits(head.plain, input.features);
  return {
    full: { truth, weight, dense, sparse, prior },
    plain: { truth, weight, dense: plain, sparse, prior },
  };
}
