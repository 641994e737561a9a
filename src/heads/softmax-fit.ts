import type { Pace } from './pace.js';
import type { SoftmaxHead } from './softmax-head.js';

/** What is fitted, and how long. The loss is the mean cross-entropy of the rows + `l2` / 2 x the squared weights. */
export interface SoftmaxFit {
  readonly classes: number;
  readonly dimensions: number;
  /** Passes over the rows. */
  readonly epochs: number;
  /** First step size; it falls to 0 in a straight line. About .01 for dense rows (Adam), .3 for sparse ones (Adagrad). */
  readonly learningRate: number;
  /** Weight of the squared weights, 0 or more; the bias goes free. Default 0. */
  readonly l2?: number;
  /** Order of the rows. Default 1. */
  readonly seed?: number;
  /** Weight of each row, 0 or more; default 1 each. */
  readonly rowWeights?: ArrayLike<number>;
  /** Where the fit begins; default all zero. */
  readonly start?: SoftmaxHead;
  /** Share of each row's label that is spread over all classes, in [0, 1); default 0. */
  readonly smoothing?: number;
  /** Dense rows between two steps; default 64. */
  readonly batch?: number;
  /** Awaited every few rows; default a new one. */
  readonly pace?: Pace;
}
