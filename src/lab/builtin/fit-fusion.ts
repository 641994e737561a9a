import { fitLogistic } from '../../heads/fit-linear.js';
import { fitTemperature } from '../../heads/temperature.js';
import type { Fusion } from '../../heads/fused-head.js';

/** Logits of the parts of one row, by heads that have not seen its source. */
export interface OutOfFold {
  readonly truth: number;
  readonly weight: number;
  readonly dense: Float32Array;
  readonly sparse: Float32Array;
  readonly prior: Float32Array;
}

/** Weight of squared weights in the two-label fit; keeps it sane where the parts separate everything. */
const L2 = 1;
/** Grid of the n-grams' weight. */
const SPARSE_WEIGHTS = [0, 0.25, 0.5, 1, 1.5, 2];
const LEAST = 0.02;

/**
 * Fits how parts are put together, on rows out of fold. Two labels: logistic regression on the margins of the parts (Platt
 * 1999, with two inputs). More: the weight of the n-grams from a grid by the best mean probability of a label's
 * rows, then one temperature.
 */
export async function fitFusion(rows: readonly OutOfFold[], prior: number): Promise<Fusion> {
  return (rows[0]?.dense.length ?? 0) === 2 ? fitTwo(rows) : fitMany(rows, prior);
}

async function fitTwo(rows: readonly OutOfFold[]): Promise<Fusion> {
  const margin = (logits: Float32Array): number => (logits[1] ?? 0) - (logits[0] ?? 0);
  const inputs = rows.map(({ dense, sparse }) => Float32Array.of(margin(dense), margin(sparse)));
  const truths = rows.map(({ truth }) => truth);
  const rowWeights = rows.map(({ weight }) => weight);
  const { weights, bias } = await fitLogistic(inputs, truths, { l2: L2, rowWeights });
  const [dense = 0, sparse = 0] = weights;
  return {
    ...{ dense: Math.max(dense, LEAST), sparse: Math.max(sparse, LEAST), prior: 0 },
    bias: Float32Array.of(0, bias),
  };
}

async function fitMany(rows: readonly OutOfFold[], prior: number): Promise<Fusion> {
  const truths = rows.map(({ truth }) => truth);
  let best = { sparse: 1, score: -Infinity };
  for (const sparse of SPARSE_WEIGHTS) {
    const score = rows.reduce((sum, row) => {
      const logits = fusedBy(row, sparse, prior);
      const top = Math.max(...logits);
      return sum + (logits[row.truth] === top ? row.weight : 0);
    }, 0);
    if (score > best.score + 1e-9) best = { sparse, score };
  }
  const temperature = await fitTemperature(
    rows.map((row) => fusedBy(row, best.sparse, prior)),
    truths,
  );
  return {
    ...{ dense: 1 / temperature, sparse: best.sparse / temperature, prior: prior / temperature },
    bias: new Float32Array(rows[0]?.dense.length ?? 0),
  };
}

function fusedBy(
  { dense, sparse, prior }: OutOfFold,
  sparseWeight: number,
  priorWeight: number,
): Float32Array {
  return dense.map((logit, at) => logit + sparseWeight * (sparse[at] ?? 0) + priorWeight * (prior[at] ?? 0));
}
