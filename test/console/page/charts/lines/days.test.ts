import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dayTicks } from '../../../../../src/console/page/charts/lines/day-ticks.js';
import { nearestDay } from '../../../../../src/console/page/charts/lines/nearest-day.js';
import { placeAfter } from '../../../../../src/console/page/charts/place-after.js';
import { linearScale } from '../../../../../src/console/page/charts/scale.js';
import { bandPath, linePath, segmentsOf } from '../../../../../src/console/page/charts/lines/segments.js';

describe('dayTicks', () => {
  it('labels the last day, and weeks before it', () => {
    assert.deepEqual(dayTicks(31, 6), [2, 9, 16, 23, 30]);
    assert.deepEqual(dayTicks(3, 6), [0, 1, 2]);
    assert.deepEqual(dayTicks(1, 0), [0]);
    assert.deepEqual(dayTicks(0, 6), []);
  });

  it('never has more labels than room', () => {
    for (let count = 1; count < 900; count += 13) assert.ok(dayTicks(count, 5).length <= 5);
  });
});

describe('segmentsOf', () => {
  it('breaks at gaps', () => {
    assert.deepEqual(segmentsOf([null, 1, 2, null, 3, null]), [
      { from: 1, values: [1, 2] },
      { from: 4, values: [3] },
    ]);
    assert.deepEqual(segmentsOf([null, null]), []);
  });

  it('becomes a line, and a band around it', () => {
    const upper = [
      [0, 1.04],
      [10, 2],
    ] as const;
    assert.equal(linePath(upper), 'M0 1L10 2');
    assert.equal(
      bandPath(upper, [
        [0, 5],
        [10, 6],
      ]),
      'M0 1L10 2L10 6L0 5Z',
    );
  });
});

describe('nearestDay', () => {
  it('finds the day under the pointer, and the last beyond the edge', () => {
    const x = linearScale([0, 4], [50, 250]);
    assert.equal(nearestDay(148, x, 5), 2);
    assert.equal(nearestDay(-20, x, 5), 0);
    assert.equal(nearestDay(900, x, 5), 4);
    assert.equal(nearestDay(900, x, 1), 0);
  });
});

describe('placeAfter', () => {
  it('goes along a row and stops at its ends', () => {
    assert.equal(placeAfter('ArrowRight', 0, 3), 1);
    assert.equal(placeAfter('ArrowDown', 2, 3), 2);
    assert.equal(placeAfter('ArrowLeft', 0, 3), 0);
    assert.equal(placeAfter('End', 0, 3), 2);
    assert.equal(placeAfter('Home', 2, 3), 0);
    assert.equal(placeAfter('x', 2, 3), undefined);
  });
});
