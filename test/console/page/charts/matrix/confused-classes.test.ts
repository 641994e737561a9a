import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cellStrength } from '../../../../../src/console/page/charts/matrix/cell-strength.js';
import { confusedPairs, matrixOf } from '../../../../../src/console/page/charts/matrix/confused-classes.js';
import { confusionOf } from '../../../../../src/lab/evaluate/confusion.js';

const rows = (truth: string, decided: string, count: number) =>
  Array.from({ length: count }, () => ({ truth, decided }));

describe('matrixOf', () => {
  it('keeps the order where all classes fit, and takes shares of rows', () => {
    const confusion = confusionOf(
      [...rows('a', 'a', 3), ...rows('a', 'none', 1), ...rows('b', 'b', 2)],
      'none',
    );
    const matrix = matrixOf(confusion, 10, 'none');
    assert.deepEqual(matrix.names, ['a', 'b', 'none']);
    assert.deepEqual(matrix.totals, [4, 2, 0]);
    assert.equal(matrix.left, 0);
    const wrong = matrix.cells.find(({ row, column }) => row === 0 && column === 2);
    assert.deepEqual([wrong?.count, wrong?.share], [1, 0.25]);
  });

  it('keeps of many classes those that are mixed up, beside each other, and none behind them', () => {
    const names = Array.from({ length: 150 }, (_, at) => `route-${String(at).padStart(3, '0')}`);
    const right = names.flatMap((name) => rows(name, name, 5));
    const mixed = [
      ...rows('route-007', 'route-120', 4),
      ...rows('route-033', 'route-090', 3),
      ...rows('route-001', 'none', 9),
    ];
    const matrix = matrixOf(confusionOf([...right, ...mixed], 'none'), 5, 'none');
    assert.deepEqual(matrix.names, ['route-007', 'route-120', 'route-033', 'route-090', 'none']);
    assert.equal(matrix.left, 146);
    const cell = matrix.cells.find(({ truth, decided }) => truth === 'route-007' && decided === 'route-120');
    assert.equal(cell?.share, 4 / 9);
  });

  it('draws nothing of nothing', () => {
    assert.deepEqual(matrixOf({ classes: [], cells: [] }, 5, 'none'), {
      names: [],
      totals: [],
      cells: [],
      left: 0,
    });
  });
});

describe('confusedPairs', () => {
  it('lists wrong cells, the most frequent first', () => {
    const confusion = confusionOf([...rows('a', 'a', 9), ...rows('a', 'b', 1), ...rows('b', 'a', 2)], 'none');
    assert.deepEqual(confusedPairs(confusion), [
      { truth: 'b', decided: 'a', count: 2 },
      { truth: 'a', decided: 'b', count: 1 },
    ]);
  });
});

describe('cellStrength', () => {
  it('shows small shares, and grows with them', () => {
    assert.ok(cellStrength(0.01) > 0.1);
    assert.equal(cellStrength(1), 1);
    assert.ok(cellStrength(0.2) < cellStrength(0.3));
    assert.equal(cellStrength(7), 1);
  });
});
