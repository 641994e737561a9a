import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPace } from '../../src/heads/pace.js';
import { randomNumbers } from '../../src/heads/random.js';
import { fitWhitening, whitened } from '../../src/heads/within-whitening.js';

const pace = createPace();
const SIZE = 4;
const EMPTY = new Float32Array();
/** Each number of a residual is a mixture of four independent ones: directions are long, short, and askew. */
const MIXTURE = [
  [5, 0, 0, 0],
  [3, 1, 0, 0],
  [-2, 1, 0.5, 0],
  [1, -1, 1, 0.1],
];

interface Drawn {
  readonly rows: readonly Float32Array[];
  readonly labels: readonly number[];
}

/** Rows around a centre a class; all classes spread alike. */
function drawRows(classes: number, each: number): Drawn {
  const random = randomNumbers(1);
  const centred = (): number => random() - 0.5;
  const centres = Array.from({ length: classes }, () =>
    Array.from({ length: SIZE }, () => 20 * centred() + 100),
  );
  const labels = Array.from({ length: classes * each }, (_, at) => at % classes);
  const rows = labels.map((label) => {
    const parts = Array.from({ length: SIZE }, centred);
    return Float32Array.from(MIXTURE, (line, i) => {
      const spread = line.reduce((sum, factor, j) => sum + factor * (parts[j] ?? 0), 0);
      return (centres[label]?.[i] ?? 0) + spread;
    });
  });
  return { rows, labels };
}

/** Covariance of what rows have beyond the mean of their class. */
function covarianceWithin({ rows, labels }: Drawn, classes: number): number[][] {
  const residuals = Array.from({ length: classes }, (_, label) => {
    const own = rows.filter((__, at) => labels[at] === label);
    const mean = meanOf(own);
    return own.map((row) => row.map((value, at) => value - (mean[at] ?? 0)));
  }).flat();
  return square((i, j) => meanOf(residuals.map((row) => [(row[i] ?? 0) * (row[j] ?? 0)]))[0] ?? 0);
}

function meanOf(rows: readonly ArrayLike<number>[]): number[] {
  return Array.from(
    rows[0] ?? [],
    (_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / rows.length,
  );
}

function square(of: (i: number, j: number) => number): number[][] {
  return Array.from({ length: SIZE }, (_, i) => Array.from({ length: SIZE }, (__, j) => of(i, j)));
}

/** Mᵀ (covariance + 2.5 mean variances) M for a map that multiplies rows with M from the right; all 1 or 0 when it whitens. */
function raisedAfter(matrix: Float32Array, covariance: readonly (readonly number[])[]): number[][] {
  const variance = covariance.reduce((sum, line, i) => sum + (line[i] ?? 0), 0) / SIZE;
  const after = square((i, j) => {
    let sum = 0;
    for (let a = 0; a < SIZE; a += 1) {
      for (let b = 0; b < SIZE; b += 1) {
        const raised = (covariance[a]?.[b] ?? 0) + (a === b ? 2.5 * variance : 0);
        sum += (matrix[a * SIZE + i] ?? 0) * raised * (matrix[b * SIZE + j] ?? 0);
      }
    }
    return sum;
  });
  const unit = after[0]?.[0] ?? 1;
  return after.map((line) => line.map((value) => value / unit));
}

function dotOf(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

describe('fitWhitening', () => {
  for (const [classes, each] of [
    [3, 200],
    [900, 4],
  ] as const) {
    it(`makes ${classes} classes of ${each} rows spread alike in every direction`, async () => {
      const drawn = drawRows(classes, each);
      const { matrix } = await fitWhitening(drawn.rows, drawn.labels, pace);
      // Past 2,000 rows the spread is measured on a part of them.
      const tolerance = classes * each > 2_000 ? 0.1 : 1e-3;
      for (const [i, line] of raisedAfter(matrix, covarianceWithin(drawn, classes)).entries()) {
        for (const [j, value] of line.entries()) {
          assert.ok(Math.abs(value - (i === j ? 1 : 0)) < tolerance, `${i}, ${j}: ${value}`);
        }
      }
    });
  }

  it('takes the mean away: what all rows share makes none of them alike', async () => {
    const { rows, labels } = drawRows(3, 200);
    const far = rows.map((row) => row.map((value) => value + 50));
    const [near, moved] = [await fitWhitening(rows, labels, pace), await fitWhitening(far, labels, pace)];
    for (const at of [0, 1, 2]) {
      const [a, b] = [whitened(near, rows[at] ?? EMPTY), whitened(moved, far[at] ?? EMPTY)];
      assert.ok(dotOf(a, b) > 0.999, `row ${at}: ${dotOf(a, b)}`);
      assert.ok(Math.abs(dotOf(a, a) - 1) < 1e-5, 'unit length');
    }
  });

  it('gives finite numbers where rows of a class are all alike, and for the mean itself', async () => {
    const rows = [0, 1].flatMap((label) => Array.from({ length: 5 }, () => Float32Array.of(1, label)));
    const space = await fitWhitening(rows, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], pace);
    const [a, b] = [whitened(space, Float32Array.of(1, 0)), whitened(space, Float32Array.of(1, 1))];
    assert.ok(Math.abs(dotOf(a, b) + 1) < 1e-5, `${dotOf(a, b)}: the two classes lie opposite each other`);
    assert.deepEqual([...whitened(space, Float32Array.of(1, 0.5))], [0, 0]);
    assert.deepEqual([...whitened(space, Float32Array.of(0, 0))], [0, 0], 'no vector stays none');
  });
});
