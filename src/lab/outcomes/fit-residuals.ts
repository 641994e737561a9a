import { fitMultiRidge, type RidgeBlock } from '../../heads/fit-multi-ridge.js';
import type { LinearHead } from '../../heads/linear-head.js';

const PENALTIES = [10, 30, 100, 300, 3_000];
/** A model with outcomes for fewer of the rows is fitted on its own rows alone. */
const FULL = 0.95;

/** Numbers of each model, by row; NaN where the model was not asked. */
export interface ModelColumns {
  /** What is left of the quality once the prior is taken off. */
  readonly residual: Float32Array;
  /** Logarithm of 1 + the answer's tokens. */
  readonly logTokens: Float32Array;
}

export interface Folds {
  readonly folds: Uint8Array;
  readonly foldCount: number;
}

export interface OwnFit {
  readonly head: LinearHead;
  /** NaN where the model was not asked. */
  readonly outOfFold: Float32Array;
  /** Logarithm of 1 + tokens. */
  readonly length: LinearHead;
  readonly lengthOutOfFold: Float32Array;
  /** Mean variance of the fitted quality, as a share of the variance of one answer. */
  readonly variance: number;
}

export interface ResidualFit {
  readonly difficulty: LinearHead;
  /** For each row. */
  readonly difficultyOutOfFold: Float32Array;
  readonly models: readonly OwnFit[];
}

/**
 * Splits each row's residuals into their mean over the models, which is the request's difficulty, and what is each
 * model's own; fits both.
 */
export async function fitResiduals(
  inputs: readonly Float32Array[],
  models: readonly ModelColumns[],
  { folds, foldCount }: Folds,
): Promise<ResidualFit> {
  const shared = Float32Array.from(inputs, (_, at) => meanAt(models, at));
  const own = models.map(({ residual }) => residual.map((value, at) => value - (shared[at] ?? 0)));
  const options = { foldCount, penalties: PENALTIES };
  const isFull = own.map((column) => rowsOf(column).length >= FULL * inputs.length);
  const full = [...models.keys()].filter((model) => isFull[model]);
  const columnsOf = (model: number): Float32Array => own[model] ?? new Float32Array();
  const [difficulty = NO_BLOCK, ownBlock = NO_BLOCK, lengthBlock = NO_BLOCK] = await fitMultiRidge(
    inputs,
    [[shared], full.map(columnsOf), full.map((model) => models[model]?.logTokens ?? new Float32Array())],
    { ...options, folds },
  );
  const fits: OwnFit[] = [];
  for (const [model, { logTokens }] of models.entries()) {
    const column = columnsOf(model);
    const rows = rowsOf(column);
    const pick = (from: Float32Array): Float32Array =>
      Float32Array.from(rows, (at) => from[at] ?? Number.NaN);
    const place = full.indexOf(model);
    const [block = NO_BLOCK, length = NO_BLOCK] =
      place >= 0
        ? [outputOf(ownBlock, place, rows), outputOf(lengthBlock, place, rows)]
        : await fitMultiRidge(
            rows.map((at) => inputs[at] ?? new Float32Array()),
            [[pick(column)], [pick(logTokens)]],
            { ...options, folds: rows.map((at) => folds[at] ?? 0) },
          );
    const sharedPart = shareOf(varianceOf(pick(shared)), varianceOf(pick(column)));
    fits.push({
      head: block.heads[0] ?? NO_HEAD,
      outOfFold: spreadOver(inputs.length, rows, block.outOfFold[0]),
      length: length.heads[0] ?? NO_HEAD,
      lengthOutOfFold: spreadOver(inputs.length, rows, length.outOfFold[0]),
      variance:
        (sharedPart * difficulty.freedom) / inputs.length + ((1 - sharedPart) * block.freedom) / rows.length,
    });
  }
  return {
    difficulty: difficulty.heads[0] ?? NO_HEAD,
    difficultyOutOfFold: difficulty.outOfFold[0] ?? new Float32Array(),
    models: fits,
  };
}

const NO_HEAD: LinearHead = { weights: new Float32Array(), bias: 0 };
const NO_BLOCK: RidgeBlock = { heads: [], outOfFold: [], penalty: 1, freedom: 0 };

function meanAt(models: readonly ModelColumns[], row: number): number {
  const values = models
    .map(({ residual }) => residual[row] ?? Number.NaN)
    .filter((value) => !Number.isNaN(value));
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rowsOf(column: Float32Array): number[] {
  return [...column.keys()].filter((at) => !Number.isNaN(column[at] ?? Number.NaN));
}

/** One output of a block that was fitted on all rows, cut to some of them. */
function outputOf(block: RidgeBlock, output: number, rows: readonly number[]): RidgeBlock {
  const column = block.outOfFold[output] ?? new Float32Array();
  return {
    ...block,
    heads: block.heads.slice(output, output + 1),
    outOfFold: [Float32Array.from(rows, (at) => column[at] ?? 0)],
  };
}

function spreadOver(
  count: number,
  rows: readonly number[],
  values: Float32Array = new Float32Array(),
): Float32Array {
  const column = new Float32Array(count).fill(Number.NaN);
  for (const [at, row] of rows.entries()) column[row] = values[at] ?? Number.NaN;
  return column;
}

function varianceOf(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

function shareOf(part: number, rest: number): number {
  return part + rest === 0 ? 0 : part / (part + rest);
}
