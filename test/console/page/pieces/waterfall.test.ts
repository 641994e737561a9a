import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { waterfall } from '../../../../src/console/page/pieces/waterfall.js';

describe('the waterfall of layers', () => {
  const layers = [
    { name: 'rules', microseconds: 10 },
    { name: 'fast', microseconds: 30 },
  ];

  it('begins each where the one before ended, and tells the rest', () => {
    const placed = waterfall(layers, 100);
    assert.deepEqual(
      placed.map(({ from, length }) => [from, length]),
      [
        [0, 0.1],
        [0.1, 0.3],
        [0.4, 0.6],
      ],
    );
    assert.deepEqual(
      placed.map(({ step }) => step?.name),
      ['rules', 'fast', undefined],
    );
  });

  it('fills the whole where it is not known, or less than the steps took', () => {
    for (const total of [null, 12])
      assert.deepEqual(
        waterfall(layers, total).map(({ from, length }) => from + length),
        [0.25, 1],
      );
  });

  it('survives steps that took no time', () => {
    assert.deepEqual(
      waterfall([{ microseconds: 0 }], null).map(({ length }) => length),
      [0],
    );
    assert.deepEqual(waterfall([], null), []);
  });
});
