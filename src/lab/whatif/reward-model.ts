import { cholesky, solveCholesky } from '../../heads/cholesky.js';
import { createPace } from '../../heads/pace.js';
import { mean } from '../metrics/mean.js';
import type { LoggedChoice, RewardContext } from './logged-choice.js';

/** Expected reward of an action for each logged request, by a model that was fitted without the request's conversation. */
export type RewardModel = (at: number, action: string) => number;

const FOLDS = 5;

/** Weight of the penalty on a group's own level, in requests: groups of few are near the action's mean. */
const GROUP_PENALTY = 10;
const FEATURE_PENALTY = 1;

/**
 * Ridge regression, one for each action: a level, the features (brought to variance 1) and a level for each group. Fitted
 * five times, each without a fifth of the conversations, so that no request is judged by what it taught (cross-fitting,
 * Chernozhukov et al. 2018). An action that the other folds do not hold is expected to earn the mean.
 */
export async function fitRewardModel(choices: readonly LoggedChoice[]): Promise<RewardModel> {
  const foldOf = foldsOf(choices);
  const design = designOf(choices.map(({ context }) => context));
  const levels = Array.from({ length: FOLDS }, (_, fold) =>
    mean(choices.filter((_choice, at) => foldOf[at] !== fold).map(({ reward }) => reward)),
  );
  const sums = new Map<string, RidgeSums>();
  choices.forEach(({ action, reward }, at) => {
    const own = sums.get(action) ?? createSums(design.size);
    sums.set(action, own);
    addRow(own, foldOf[at] ?? 0, { row: design.rows[at] ?? [], reward });
  });
  const weights = new Map<string, Float64Array[]>();
  for (const [action, own] of sums) {
    const fits: Float64Array[] = [];
    for (let fold = 0; fold < FOLDS; fold += 1)
      fits.push(await solveWithout(own, fold, levels[fold] ?? 0, design));
    weights.set(action, fits);
  }
  return (at, action) => {
    const fold = foldOf[at] ?? 0;
    const level = levels[fold] ?? 0;
    const fitted = weights.get(action)?.[fold];
    if (fitted === undefined) return level;
    return (design.rows[at] ?? []).reduce(
      (sum, [column, value]) => sum + value * (fitted[column] ?? 0),
      level,
    );
  };
}

/** Conversations go to the folds in turn. */
function foldsOf(choices: readonly LoggedChoice[]): number[] {
  const folds = new Map<string, number>();
  return choices.map(({ cluster }) => {
    const fold = folds.get(cluster) ?? folds.size % FOLDS;
    folds.set(cluster, fold);
    return fold;
  });
}

type SparseRow = readonly (readonly [column: number, value: number])[];

interface Design {
  readonly rows: readonly SparseRow[];
  readonly size: number;
  readonly penalties: readonly number[];
}

function designOf(contexts: readonly RewardContext[]): Design {
  const width = contexts[0]?.features.length ?? 0;
  const groups = new Map([...new Set(contexts.map(({ group }) => group))].map((group, at) => [group, at]));
  const scales = Array.from({ length: width }, (_, column) =>
    scaleOf(contexts.map(({ features }) => features[column] ?? 0)),
  );
  const size = 1 + width + groups.size;
  return {
    size,
    rows: contexts.map(({ features, group }) => [
      [0, 1],
      ...features.map((value, column): [number, number] => {
        const { center, width: spread } = scales[column] ?? { center: 0, width: 1 };
        return [1 + column, (value - center) / spread];
      }),
      [1 + width + (groups.get(group) ?? 0), 1],
    ]),
    penalties: Array.from({ length: size }, (_, at) => (at <= width ? FEATURE_PENALTY : GROUP_PENALTY)),
  };
}

/** A column that never changes keeps its width of 1. */
function scaleOf(values: readonly number[]): { readonly center: number; readonly width: number } {
  const center = mean(values);
  const variance = mean(values.map((value) => (value - center) ** 2));
  return { center, width: variance > 1e-12 ? Math.sqrt(variance) : 1 };
}

/** Per fold, what the normal equations sum over rows. */
type RidgeSums = readonly {
  readonly squares: Float64Array;
  readonly products: Float64Array;
  readonly rows: Float64Array;
}[];

function createSums(size: number): RidgeSums {
  return Array.from({ length: FOLDS }, () => ({
    squares: new Float64Array(size * size),
    products: new Float64Array(size),
    rows: new Float64Array(size),
  }));
}

function addRow(
  sums: RidgeSums,
  fold: number,
  { row, reward }: { readonly row: SparseRow; readonly reward: number },
): void {
  const own = sums[fold];
  if (own === undefined) return;
  const size = own.products.length;
  for (const [column, value] of row) {
    own.products[column] = (own.products[column] ?? 0) + value * reward;
    own.rows[column] = (own.rows[column] ?? 0) + value;
    for (const [other, otherValue] of row) {
      const at = column * size + other;
      own.squares[at] = (own.squares[at] ?? 0) + value * otherValue;
    }
  }
}

/** The fit to rewards above `level` without one fold. */
async function solveWithout(
  sums: RidgeSums,
  without: number,
  level: number,
  { size, penalties }: Design,
): Promise<Float64Array> {
  const squares = new Float64Array(size * size);
  const products = new Float64Array(size);
  sums.forEach((fold, at) => {
    if (at === without) return;
    fold.squares.forEach((value, cell) => (squares[cell] = (squares[cell] ?? 0) + value));
    fold.products.forEach((value, column) => {
      products[column] = (products[column] ?? 0) + value - level * (fold.rows[column] ?? 0);
    });
  });
  penalties.forEach((penalty, at) => {
    squares[at * size + at] = (squares[at * size + at] ?? 0) + penalty;
  });
  return solveCholesky(await cholesky(squares, size, createPace()), products);
}
