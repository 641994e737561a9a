import type { LinearHead } from './linear-head.js';
import { symmetricEigenvectors } from './symmetric-eigen.js';

/** With more outputs than these each is a direction of its own, or finding the directions would take too long. */
const MOST_TURNED = 64;
/** A direction that foretells nothing keeps so much of itself: enough to rank by where there is nothing else. */
const LEAST_KEPT = 0.05;

/** How the outputs of one fit are mixed: each direction among them is kept as far as it foretold the targets. */
export interface Shrinkage {
  /** Mean target of each output. */
  readonly means: Float64Array;
  /** `outputs` x `outputs`, symmetric: what is done to the distance from the means. */
  readonly mix: Float64Array;
  /** Mean of the squares of what is kept of the directions, in (0, 1]: the share of the fit's variance that stays. */
  readonly kept: number;
}

/**
 * Finds the directions among the outputs in which predictions differ most, and how far each is to be trusted: the slope of
 * the targets on what was predicted out of fold, cut at .05 and 1. Many models that are measured on the same requests
 * differ in few ways; the other directions are noise ("curds and whey", Breiman and Friedman 1997).
 *
 * @param predicted one column an output, out of fold
 * @param targets a column each, without gaps
 */
export function fitShrinkage(
  predicted: readonly Float32Array[],
  targets: readonly Float32Array[],
): Shrinkage {
  const size = targets.length;
  const means = Float64Array.from(targets, meanOf);
  const [ours, theirs] = [predicted.map(centred), targets.map(centred)];
  const mix = new Float64Array(size * size);
  let squares = 0;
  for (const direction of directionsOf(ours)) {
    const [along, target] = [project(ours, direction), project(theirs, direction)];
    const kept = slopeOf(along, target);
    squares += kept * kept;
    for (let i = 0; i < size; i += 1) {
      for (let j = 0; j < size; j += 1) {
        mix[i * size + j] = (mix[i * size + j] ?? 0) + kept * (direction[i] ?? 0) * (direction[j] ?? 0);
      }
    }
  }
  return { means, mix, kept: squares / Math.max(size, 1) };
}

/** The predictions that {@link shrinkHeads} would make, out of fold. */
export function shrinkColumns({ means, mix }: Shrinkage, predicted: readonly Float32Array[]): Float32Array[] {
  return predicted.map((column, output) =>
    Float32Array.from(column, (_, row) => {
      let sum = means[output] ?? 0;
      for (const [from, other] of predicted.entries()) {
        sum += (mix[output * means.length + from] ?? 0) * ((other[row] ?? 0) - (means[from] ?? 0));
      }
      return sum;
    }),
  );
}

export function shrinkHeads({ means, mix }: Shrinkage, heads: readonly LinearHead[]): LinearHead[] {
  return heads.map(({ weights }, output) => {
    const mixed = new Float64Array(weights.length);
    let bias = means[output] ?? 0;
    for (const [from, head] of heads.entries()) {
      const share = mix[output * means.length + from] ?? 0;
      bias += share * (head.bias - (means[from] ?? 0));
      for (let at = 0; at < mixed.length; at += 1) {
        mixed[at] = (mixed[at] ?? 0) + share * (head.weights[at] ?? 0);
      }
    }
    return { weights: Float32Array.from(mixed), bias };
  });
}

/** Axes of the predictions' covariance. */
function directionsOf(columns: readonly Float64Array[]): Float64Array[] {
  const size = columns.length;
  const covariance = new Float64Array(size * size);
  const turned = size > 1 && size <= MOST_TURNED;
  for (const [i, a] of columns.entries()) {
    for (const [j, b] of columns.entries()) {
      if (turned && j <= i) {
        const sum = productOf(a, b);
        covariance[i * size + j] = sum;
        covariance[j * size + i] = sum;
      }
    }
  }
  return symmetricEigenvectors(covariance, size);
}

function project(columns: readonly Float64Array[], direction: Float64Array): Float64Array {
  const along = new Float64Array(columns[0]?.length ?? 0);
  for (const [output, column] of columns.entries()) {
    const share = direction[output] ?? 0;
    if (share === 0) continue;
    for (let row = 0; row < along.length; row += 1) {
      along[row] = (along[row] ?? 0) + share * (column[row] ?? 0);
    }
  }
  return along;
}

function slopeOf(x: Float64Array, y: Float64Array): number {
  const square = productOf(x, x);
  const slope = square === 0 ? 1 : productOf(x, y) / square;
  return Math.min(Math.max(slope, LEAST_KEPT), 1);
}

function productOf(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

function centred(column: Float32Array): Float64Array {
  const mean = meanOf(column);
  return Float64Array.from(column, (value) => value - mean);
}

function meanOf(column: Float32Array): number {
  return column.reduce((sum, value) => sum + value, 0) / Math.max(column.length, 1);
}
