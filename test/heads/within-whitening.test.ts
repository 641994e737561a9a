import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPace } from '../../src/heads/pace.js';
import { randomNumbers } from '../../src/heads/random.js';
import { fitWhitening, whitened } from '../../src/heads/within-whitening.js';

const pace = createPace();

/** Rows of two classes that differ by 1 in the last number, and within a class by ten times as much in the first. */
function rowsOfTwoClasses(count: number): { rows: Float32Array[]; labels: number[] } {
  const random = randomNumbers(1);
  const labels = Array.from({ length: count }, (_, at) => at % 2);
  const rows = labels.map((label) =>
    Float32Array.of(10 * (random() - 0.5), random() - 0.5, random() - 0.5 + label),
  );
  return { rows, labels };
}

function dotOf(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

describe('fitWhitening', () => {
  it('lets count what classes differ in, not what goes far within a class', async () => {
    const { rows, labels } = rowsOfTwoClasses(400);
    const space = await fitWhitening(rows, labels, pace);
    const seen = whitened(space, Float32Array.of(-4, 0, 1));
    const sameClass = dotOf(seen, whitened(space, Float32Array.of(4, 0, 1)));
    const otherClass = dotOf(seen, whitened(space, Float32Array.of(-4, 0, 0)));
    const before = dotOf(
      Float32Array.of(-4, 0, 0.5),
      Float32Array.of(4, 0, 0.5).map((value) => value / 16),
    );
    assert.ok(sameClass > before, `${sameClass}: the first number still decides, as without it (${before})`);
    assert.ok(Math.abs(dotOf(seen, seen) - 1) < 1e-5, 'unit length');
    assert.ok(otherClass < 1);
  });

  it('takes the mean away: what all rows share makes none of them alike', async () => {
    const { rows, labels } = rowsOfTwoClasses(400);
    const far = rows.map((row) => row.map((value) => value + 100));
    const [near, moved] = [await fitWhitening(rows, labels, pace), await fitWhitening(far, labels, pace)];
    for (const at of [0, 1, 2]) {
      const [a, b] = [whitened(near, rows[at] ?? EMPTY), whitened(moved, far[at] ?? EMPTY)];
      assert.ok(dotOf(a, b) > 0.999, `row ${at}: ${dotOf(a, b)}`);
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

  it('measures a spread of many rows like that of all', async () => {
    const { rows, labels } = rowsOfTwoClasses(6_000);
    const [all, few] = [
      await fitWhitening(rows, labels, pace),
      await fitWhitening(rows.slice(0, 2_000), labels, pace),
    ];
    for (const row of rows.slice(0, 20)) assert.ok(dotOf(whitened(all, row), whitened(few, row)) > 0.99);
  });
});

const EMPTY = new Float32Array();
