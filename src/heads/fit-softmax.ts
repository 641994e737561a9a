import { fitDenseSoftmax } from './fit-dense-softmax.js';
import { fitSparseSoftmax } from './fit-sparse-softmax.js';
import { createPace } from './pace.js';
import type { SoftmaxFit } from './softmax-fit.js';
import type { SoftmaxHead } from './softmax-head.js';
import type { SparseVector } from './sparse-vector.js';

/**
 * Fits multinomial logistic regression: dense rows with mini-batch Adam (Kingma and Ba 2015), sparse rows with Adagrad
 * (Duchi et al. 2011) on the entries that occur. The same input gives the same head.
 *
 * @param rows unit vectors of `dimensions` numbers, or sparse vectors with positions below it
 * @param labels class of each row, 0 to `classes` - 1
 */
export async function fitSoftmax(
  rows: readonly Float32Array[] | readonly SparseVector[],
  labels: ArrayLike<number>,
  options: SoftmaxFit,
): Promise<SoftmaxHead> {
  const pace = options.pace ?? createPace();
  return areDense(rows)
    ? fitDenseSoftmax(rows, labels, options, pace)
    : fitSparseSoftmax(rows, labels, options, pace);
}

function areDense(rows: readonly Float32Array[] | readonly SparseVector[]): rows is readonly Float32Array[] {
  return rows[0] === undefined || rows[0] instanceof Float32Array;
}
