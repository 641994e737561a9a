import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitDiscriminant } from '../../src/heads/fit-discriminant.js';
import { randomNumbers } from '../../src/heads/random.js';
import { denseLogits } from '../../src/heads/softmax-head.js';

it('tells clouds apart, out of fold too, and learns nothing from rows without a class', async () => {
  const random = randomNumbers(1);
  const centres = [
    [0, 0, 1],
    [0, 1, 0],
    [1, 0, 0],
  ];
  const labels = Array.from({ length: 120 }, (_, at) => (at % 4 === 3 ? -1 : at % 4));
  const rows = labels.map((label) =>
    Float32Array.from({ length: 3 }, (_, i) => (centres[label]?.[i] ?? 0) + 0.4 * (random() - 0.5)),
  );
  const folds = rows.map((_, at) => Math.floor(at / 4) % 5);
  const { head, outOfFold } = await fitDiscriminant(rows, labels, {
    ...{ classes: 3, folds, foldCount: 5, shrinkage: 1e-3 },
  });
  const top = (logits: Float32Array): number => logits.indexOf(Math.max(...logits));
  for (const [at, label] of labels.entries()) {
    if (label < 0) continue;
    assert.equal(top(outOfFold[at] ?? new Float32Array(3)), label);
    assert.equal(top(denseLogits(head, rows[at] ?? new Float32Array(3))), label);
  }
});
