import type { LinearHead } from './linear-head.js';
import { dot } from './matrix.js';
import { createPace, type Pace } from './pace.js';
import { addSums, degreesOfFreedom, type RidgeSums, solveRidge, sumsOfFolds } from './ridge-sums.js';
import { fitShrinkage, shrinkColumns, shrinkHeads, type Shrinkage } from './shrink-outputs.js';

/** One output: its target for each row. NaN, where it is not known, counts as the mean of the others. */
export type TargetColumn = Float32Array;

export interface MultiRidgeFit {
  /** Fold of each row, 0 to `foldCount` - 1. */
  readonly folds: ArrayLike<number>;
  /** 2 or more. */
  readonly foldCount: number;
  /** Penalties to choose from, each above 0: weights of the squared weights against the sum over the rows. */
  readonly penalties: readonly number[];
  /** Awaited every few rows; default a new one. */
  readonly pace?: Pace;
}

/** The outputs of one block. */
export interface RidgeBlock {
  readonly heads: readonly LinearHead[];
  /** For each output, what the heads of the other folds say of each row. */
  readonly outOfFold: readonly Float32Array[];
  /** The chosen penalty. */
  readonly penalty: number;
  /** Effective degrees of freedom of the fit. */
  readonly freedom: number;
}

/**
 * Ridge regression of many outputs on the same rows: one Cholesky factor a penalty serves all of them. The outputs of a
 * block are then mixed, each direction among them kept as far as it can be trusted ({@link fitShrinkage}), and share one
 * penalty: the largest whose squared error out of fold is within one standard error of the least.
 */
export async function fitMultiRidge(
  rows: readonly Float32Array[],
  blocks: readonly (readonly TargetColumn[])[],
  { folds, foldCount, penalties, pace = createPace() }: MultiRidgeFit,
): Promise<RidgeBlock[]> {
  const columns = blocks.flat().map(withoutGaps);
  const targets = rows.map((_, at) => Float32Array.from(columns, (column) => column[at] ?? 0));
  const shape = { folds, foldCount, outputs: columns.length };
  const { all, parts } = await sumsOfFolds(rows, targets, shape, pace);
  const trials: Trial[] = [];
  for (const penalty of penalties) {
    trials.push({ penalty, predicted: await crossPredict(rows, folds, { all, parts, penalty, pace }) });
  }
  const fitted: RidgeBlock[] = [];
  let from = 0;
  for (const block of blocks) {
    const outputs = block.map((_, at) => from + at);
    const shrunken: ShrunkenTrial[] = [];
    for (const trial of trials) {
      await pace();
      shrunken.push(shrink(trial, outputs, columns));
    }
    fitted.push(await fitBlock(all, bestTrial(shrunken), outputs, pace));
    from += block.length;
  }
  return fitted;
}

interface Trial {
  readonly penalty: number;
  /** One list an output, one number a row. */
  readonly predicted: readonly Float32Array[];
}

/** A trial of the outputs of one block. */
interface ShrunkenTrial extends Trial {
  readonly shrinkage: Shrinkage;
  /** Squared error of each row, summed over the outputs. */
  readonly errors: Float64Array;
}

interface Parts {
  readonly all: RidgeSums;
  readonly parts: readonly RidgeSums[];
  readonly penalty: number;
  readonly pace: Pace;
}

function withoutGaps(column: TargetColumn): TargetColumn {
  let [sum, count] = [0, 0];
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === column.length
    ? column
    : column.map((value) => (Number.isNaN(value) ? sum / Math.max(count, 1) : value));
}

async function crossPredict(
  rows: readonly Float32Array[],
  folds: ArrayLike<number>,
  { all, parts, penalty, pace }: Parts,
): Promise<Float32Array[]> {
  const outputs = [...Array(all.outputs).keys()];
  const predicted = outputs.map(() => new Float32Array(rows.length));
  for (const [fold, part] of parts.entries()) {
    addSums(all, part, -1);
    const heads = await solveRidge(all, penalty, outputs, pace);
    addSums(all, part, 1);
    for (const [at, row] of rows.entries()) {
      if (folds[at] !== fold) continue;
      await pace();
      for (const [output, { weights, bias }] of heads.entries()) {
        const column = predicted[output];
        if (column !== undefined) column[at] = dot(weights, 0, row) + bias;
      }
    }
  }
  return predicted;
}

function shrink(
  { penalty, predicted }: Trial,
  outputs: readonly number[],
  columns: readonly TargetColumn[],
): ShrunkenTrial {
  const targets = outputs.map((output) => columns[output] ?? new Float32Array());
  const raw = outputs.map((output) => predicted[output] ?? new Float32Array());
  const shrinkage = fitShrinkage(raw, targets);
  const mixed = shrinkColumns(shrinkage, raw);
  const errors = new Float64Array(predicted[0]?.length ?? 0);
  for (const [output, column] of mixed.entries()) {
    for (let row = 0; row < errors.length; row += 1) {
      errors[row] = (errors[row] ?? 0) + ((column[row] ?? 0) - (targets[output]?.[row] ?? 0)) ** 2;
    }
  }
  return { penalty, predicted: mixed, shrinkage, errors };
}

/**
 * The one-standard-error rule (Breiman et al. 1984; Hastie, Tibshirani and Friedman, section 7.10): the largest penalty
 * whose squared error out of fold is not clearly above the least. With few rows the least error is mostly luck.
 */
function bestTrial(trials: readonly ShrunkenTrial[]): ShrunkenTrial {
  const least = trials.reduce((best, trial) => (meanOf(trial.errors) < meanOf(best.errors) ? trial : best));
  const near = trials.filter(({ errors }) => {
    const differences = errors.map((error, row) => error - (least.errors[row] ?? 0));
    return meanOf(differences) <= standardError(differences);
  });
  return near.reduce((chosen, trial) => (trial.penalty > chosen.penalty ? trial : chosen));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
}

/** Of the mean. */
function standardError(values: Float64Array): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares) / Math.max(values.length, 1);
}

async function fitBlock(
  all: RidgeSums,
  { penalty, predicted, shrinkage }: ShrunkenTrial,
  outputs: readonly number[],
  pace: Pace,
): Promise<RidgeBlock> {
  const freedom = await degreesOfFreedom(all, penalty, pace);
  return {
    heads: shrinkHeads(shrinkage, await solveRidge(all, penalty, outputs, pace)),
    outOfFold: predicted,
    penalty,
    freedom: 1 + shrinkage.kept * (freedom - 1),
  };
}
