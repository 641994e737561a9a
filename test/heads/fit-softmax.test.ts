import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fitLogistic } from '../../src/heads/fit-linear.js';
import { fitSoftmax } from '../../src/heads/fit-softmax.js';
import { createPace } from '../../src/heads/pace.js';
import { denseLogits, softmax, type SoftmaxHead, sparseLogits } from '../../src/heads/softmax-head.js';
import { packageRoot } from '../../src/package-root.js';

interface Fixture {
  readonly c: number;
  readonly rows: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly softmax: {
    readonly weights: readonly (readonly number[])[];
    readonly probabilities: readonly (readonly number[])[];
  };
  readonly logistic: { readonly weights: readonly number[]; readonly bias: number };
  readonly ridge: { readonly weights: readonly number[]; readonly bias: number };
}

/** Figures of scikit-learn; scripts/make-sklearn-fixture.py makes them. */
const fixture = JSON.parse(
  readFileSync(join(packageRoot, 'test/fixtures/heads/logistic-regression.json'), 'utf8'),
) as Fixture;
const rows = fixture.rows.map((row) => Float32Array.from(row));
const { labels, c } = fixture;
const sparse = rows.map((row) => ({ indices: Uint32Array.from(row.keys()), values: row }));
const base = { classes: 3, dimensions: 4, learningRate: 0.05 };

function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, at) => Math.abs(value - (b[at] ?? NaN))));
}

describe('fitSoftmax', () => {
  it('comes to the optimum that scikit-learn finds', async () => {
    const fit = { ...base, epochs: 2000, l2: 1 / (c * rows.length), batch: rows.length };
    const head = await fitSoftmax(rows, labels, fit);
    for (const [at, row] of rows.entries()) {
      const distance = farthest(softmax(denseLogits(head, row)), fixture.softmax.probabilities[at] ?? []);
      assert.ok(distance < 2e-3, `row ${at}: off by ${distance}`);
    }
    const distance = farthest(head.weights, fixture.softmax.weights.flat());
    assert.ok(distance < 2e-2, `weights off by ${distance}`);
  });

  it('learns the same from sparse rows, to within its own method', async () => {
    const head = await fitSoftmax(sparse, labels, { ...base, epochs: 400, learningRate: 0.1 });
    const right = sparse.filter((row, at) => argmax(sparseLogits(head, row)) === labels[at]).length;
    const reference = fixture.softmax.probabilities.filter((list, at) => argmax(list) === labels[at]).length;
    assert.ok(right >= reference - 2, `${right} right, scikit-learn ${reference}`);
  });

  it('gives the same head for the same seed, and another order for another seed', async () => {
    for (const input of [rows, sparse]) {
      const fit = (seed: number): Promise<SoftmaxHead> =>
        fitSoftmax(input, labels, { ...base, epochs: 3, seed, batch: 8 });
      assert.deepEqual(await fit(7), await fit(7));
      assert.notDeepEqual((await fit(7)).weights, (await fit(8)).weights);
    }
  });

  it('gives rows of weight 0 no say', async () => {
    const doubled = [...rows, ...rows];
    const wrong = [...labels, ...labels.map((label) => (label + 1) % 3)];
    const rowWeights = doubled.map((_, at) => (at < rows.length ? 1 : 0));
    const head = await fitSoftmax(doubled, wrong, { ...base, epochs: 200, rowWeights });
    const right = rows.filter((row, at) => argmax(denseLogits(head, row)) === labels[at]).length;
    assert.ok(right > rows.length / 2, String(right));
  });

  it('stays finite without rows, and with one class', async () => {
    for (const some of [[], rows]) {
      const zeros = some.map(() => 0);
      const head = await fitSoftmax(some, zeros, { ...base, classes: 1, epochs: 2 });
      assert.ok(head.weights.every(Number.isFinite) && head.bias.every(Number.isFinite));
    }
  });

  it('lets other work run, and ends when it is told to', async () => {
    const stop = new AbortController();
    const many = Array.from({ length: 5000 }, () => new Float32Array(256).fill(0.1));
    const pace = createPace(stop.signal);
    const zeros = many.map(() => 0);
    const fitting = fitSoftmax(many, zeros, { ...base, classes: 50, dimensions: 256, epochs: 50, pace });
    setImmediate(() => {
      stop.abort(new Error('enough'));
    });
    await assert.rejects(fitting, /enough/);
  });
});

describe('fitLogistic', () => {
  it('comes to the figures of scikit-learn', async () => {
    const isFirst = labels.map((label) => Number(label === 0));
    const head = await fitLogistic(rows, isFirst, { l2: 1 / c });
    assert.ok(farthest(head.weights, fixture.logistic.weights) < 1e-4);
    assert.ok(Math.abs(head.bias - fixture.logistic.bias) < 1e-4);
  });

  it('stays finite where the classes can be told apart for certain', async () => {
    const apart = [Float32Array.of(-1), Float32Array.of(1)];
    const head = await fitLogistic(apart, [0, 1], { l2: 1e-6 });
    assert.ok(Number.isFinite(head.bias) && (head.weights[0] ?? 0) > 5);
  });
});

function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let at = 1; at < values.length; at += 1) if ((values[at] ?? 0) > (values[best] ?? 0)) best = at;
  return best;
}
