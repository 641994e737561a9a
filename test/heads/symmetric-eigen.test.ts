import assert from 'node:assert/strict';
import { it } from 'node:test';
import { randomNumbers } from '../../src/heads/random.js';
import { symmetricEigenvectors } from '../../src/heads/symmetric-eigen.js';

const SIZE = 7;

it('finds orthogonal axes that the matrix only stretches', () => {
  const random = randomNumbers(2);
  const matrix = new Float64Array(SIZE * SIZE);
  for (let i = 0; i < SIZE; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const value = random() - 0.5;
      matrix[i * SIZE + j] = value;
      matrix[j * SIZE + i] = value;
    }
  }
  const before = matrix.slice();
  const axes = symmetricEigenvectors(matrix, SIZE);
  const product = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  const times = (axis: Float64Array): Float64Array =>
    Float64Array.from({ length: SIZE }, (_, row) =>
      product(matrix.subarray(row * SIZE, (row + 1) * SIZE), axis),
    );
  for (const [i, a] of axes.entries()) {
    for (const [j, b] of axes.entries()) assert.ok(Math.abs(product(a, b) - (i === j ? 1 : 0)) < 1e-12);
    const stretch = product(a, times(a));
    for (const [at, value] of times(a).entries()) assert.ok(Math.abs(value - stretch * (a[at] ?? 0)) < 1e-9);
  }
  assert.deepEqual(matrix, before);
  assert.deepEqual(symmetricEigenvectors(new Float64Array(4), 2), [
    Float64Array.of(1, 0),
    Float64Array.of(0, 1),
  ]);
});
