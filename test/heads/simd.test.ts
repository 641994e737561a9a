import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fitSimdSoftmax } from '../../src/heads/fit-simd-softmax.js';
import { fitSoftmax } from '../../src/heads/fit-softmax.js';
import { fitNaiveBayes, naiveBayesLogits } from '../../src/heads/naive-bayes.js';
import { createPace } from '../../src/heads/pace.js';
import { randomNumbers } from '../../src/heads/random.js';
import { addRows, placeMatrix } from '../../src/heads/simd-matrix.js';
import { createSimdMemory } from '../../src/heads/simd-memory.js';
import type { SoftmaxHead } from '../../src/heads/softmax-head.js';

const random = randomNumbers(3);
const numbers = (length: number): Float32Array => Float32Array.from({ length }, () => random() - 0.5);
const pace = createPace();

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, within = 1e-4): void {
  assert.equal(actual.length, expected.length);
  for (let at = 0; at < expected.length; at += 1) {
    const distance = Math.abs((actual[at] ?? NaN) - (expected[at] ?? NaN));
    assert.ok(distance <= within, `${at}: ${actual[at]}, not ${expected[at]}`);
  }
}

describe('addRows', () => {
  it('gives the same from a placed matrix as from any other, for widths that fill no block', () => {
    for (const [rows, width] of [
      [1, 1],
      [7, 3],
      [384, 20],
      [16, 150],
    ] as const) {
      const [matrix, x, start] = [numbers(2 * rows * width), numbers(rows), numbers(width)];
      const fast = placeMatrix(matrix, rows, width);
      assert.deepEqual(fast, matrix);
      for (const from of [0, rows * width]) {
        const [actual, expected] = [start.slice(), start.slice()];
        addRows(actual, fast, x, from);
        addRows(expected, matrix, x, from);
        assertClose(actual, expected);
      }
      assert.deepEqual(fast, matrix, 'the matrix is left alone');
    }
  });

  it('does nothing without rows or columns', () => {
    const into = Float32Array.of(1, 2);
    addRows(into, placeMatrix(new Float32Array(0), 0, 2), new Float32Array(0));
    assert.deepEqual(into, Float32Array.of(1, 2));
    addRows(new Float32Array(0), placeMatrix(new Float32Array(0), 3, 0), new Float32Array(3));
  });
});

describe('adamStep', () => {
  it('moves values as the paper says, and clears the gradient', () => {
    const { floats, adamStep } = createSimdMemory(64);
    floats.set(numbers(8), 0);
    floats.set(numbers(8), 16);
    const [values, slopes] = [floats.slice(0, 8), floats.slice(16, 24)];
    const expected = values.map((value, at) => {
      const slope = slopes[at] ?? 0;
      return value - (0.5 * 0.1 * slope) / (Math.sqrt(0.001 * slope * slope * 7) + 1e-8);
    });
    adamStep({ values: 0, gradient: 16, mean: 32, square: 48, length: 8, pull: 0.5, spread: 7 });
    assertClose(floats.subarray(0, 8), expected);
    assert.deepEqual(floats.slice(16, 24), new Float32Array(8));
  });
});

describe('fitSimdSoftmax', () => {
  const labels = Array.from({ length: 90 }, (_, at) => at % 5);
  const rows = labels.map((label) => numbers(12).map((value, at) => value + (at === label ? 2 : 0)));
  const start: SoftmaxHead = {
    ...{ classes: 5, dimensions: 12 },
    weights: new Float32Array(60),
    bias: new Float32Array(5),
  };
  const shared = {
    epochs: 6,
    learningRate: 0.02,
    seed: 2,
    rowWeights: labels.map(() => 1),
    batch: 16,
    start,
  };

  it('comes to where fitSoftmax comes', async () => {
    const fast = await fitSimdSoftmax(rows, labels, { ...shared, pace });
    const slow = await fitSoftmax(rows, labels, { ...shared, classes: 5, dimensions: 12 });
    assertClose(fast.weights, slow.weights, 0.1);
    assertClose(fast.bias, slow.bias, 0.1);
  });

  it('stays where it begins with no rows, and with no passes', async () => {
    const begin = { ...start, weights: numbers(60) };
    for (const [some, epochs] of [
      [[], 6],
      [rows, 0],
    ] as const) {
      const head = await fitSimdSoftmax(some, labels, { ...shared, epochs, start: begin, pace });
      assertClose(head.weights, begin.weights, 1e-6);
    }
  });
});

describe('fitNaiveBayes', () => {
  const row = (...indices: number[]) => ({
    indices: Uint32Array.from(indices),
    values: Float32Array.from(indices, (_, at) => (at % 2 === 0 ? 1 : -1)),
  });

  it('gives the odds of the textbook', async () => {
    const fit = { classes: 2, dimensions: 4, pace };
    const head = await fitNaiveBayes([row(0, 1), row(0), row(2)], [0, 0, 1], fit);
    const [first = NaN, second = NaN] = naiveBayesLogits(head, row(0));
    const chance = (seen: number, total: number): number => Math.log((seen + 0.02) / (total + 4 * 0.02));
    assert.ok(Math.abs(first - second - (chance(2, 3) - chance(0, 1))) < 1e-5, String(first - second));
  });

  it('says nothing of positions that it has never seen, where all classes are as large', async () => {
    const head = await fitNaiveBayes([row(0), row(1)], [0, 1], { classes: 2, dimensions: 4, pace });
    assert.deepEqual(naiveBayesLogits(head, row(3)), new Float32Array(2));
    assert.deepEqual(naiveBayesLogits(head, row()), new Float32Array(2));
  });
});
