import {
  anchorCosines,
  fusedProbabilities,
  join,
  strongest,
  type FusedHead,
} from '../../heads/fused-head.js';
import { denseLogits } from '../../heads/softmax-head.js';
import type { HeadSignal } from '../../signals/builtin-heads.js';
import type { EmbedTexts } from '../vector-cache.js';
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
  /** Rows that ship, judged as in `leftOut` by heads that were also fitted on the rows that only measure. */
  readonly withRest?: readonly Judged[];
}

interface JudgedPart {
  readonly row: PreparedRow;
  readonly head: FusedHead;
}

/** Fits a signal: leaves the recipe's folds out one after another, fits the fusion on what that gives, then fits on all. */
export async function trainSignal(
  name: HeadSignal,
  recipe: Recipe,
  embed: EmbedTexts,
): Promise<TrainedSignal> {
  const { labels } = recipe;
  const rows = await prepareRows(name, recipe.rows, labels, embed);
  const dev = await prepareRows(name, recipe.dev, labels, embed);
  const anchors: Float32Array[][] = [];
  for (const label of labels) anchors.push(await embed(recipe.anchors?.[label] ?? []));
  const usable = rows.filter(({ fit }) => fit);
  const judged = await leaveOut(recipe, usable, [], anchors);
  const fusions = await fitFusions(judged, recipe);
  const finish = (head: FusedHead): FusedHead => ({ ...head, ...fusions });
  const shipped = finish(await fitParts(recipe, usable, recipe.segments, anchors));
  const rest = rows.filter(({ fit }) => !fit);
  const measured = rest.map((row) => ({ row, head: shipped }));
  return {
    ...{ recipe, head: shipped },
    leftOut: [...judged, ...measured].map(({ row, head }) => judge(row, finish(head))),
    dev: dev.map((row) => judge(row, shipped)),
    ...(recipe.tryRest ? { withRest: await judgeWithRest(recipe, usable, rest, anchors) } : {}),
  };
}

/** Judges every row of the folds by parts that have not seen its fold; `rest` is always fitted on and never judged. */
async function leaveOut(
  recipe: Recipe,
  usable: readonly PreparedRow[],
  rest: readonly PreparedRow[],
  anchors: FusedHead['anchors'],
): Promise<JudgedPart[]> {
  const judged: JudgedPart[] = [];
  for (const fold of recipe.folds) {
    const out = (source: string): boolean => fold.includes(source);
    const segments = recipe.segments?.filter(({ source }) => !out(source));
    const rows = [...usable.filter(({ source }) => !out(source)), ...rest];
    const head = await fitParts(recipe, rows, segments, anchors);
    for (const row of usable) if (out(row.source)) judged.push({ row, head });
  }
  return judged;
}

async function judgeWithRest(
  recipe: Recipe,
  usable: readonly PreparedRow[],
  rest: readonly PreparedRow[],
  anchors: FusedHead['anchors'],
): Promise<Judged[]> {
  const judged = await leaveOut(recipe, usable, rest, anchors);
  const fusions = await fitFusions(judged, recipe);
  return judged.map(({ row, head }) => judge(row, { ...head, ...fusions }));
}

async function fitFusions(
  judged: readonly JudgedPart[],
  recipe: Recipe,
): Promise<Pick<FusedHead, 'fusion' | 'plainFusion'>> {
  const parts = fusionRows(judged, recipe);
  const full = parts.map((part) => part.full);
  const plain = parts.map((part) => part.plain);
  return { fusion: await fitFusion(full, recipe.prior), plainFusion: await fitFusion(plain, 0) };
}

/** What the fusion is fitted on: sources weigh alike, and labels as often as the calibration assumes. */
function fusionRows(
  judged: readonly JudgedPart[],
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
