import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { barDomain } from '../../../../src/console/page/charts/bars/bar-domain.js';
import { forestDomain } from '../../../../src/console/page/charts/bars/forest-domain.js';
import { lineDomain } from '../../../../src/console/page/charts/lines/line-domain.js';
import {
  clampedSpan,
  linearScale,
  niceSpan,
  spanOf,
  ticksOf,
  tickStep,
} from '../../../../src/console/page/charts/scale.js';

const exactly = (value: number) => ({ value, low: value, high: value });

describe('linearScale', () => {
  it('maps ends onto ends, also from the bottom up', () => {
    const x = linearScale([0, 10], [100, 0]);
    assert.deepEqual([x(0), x(5), x(10)], [100, 50, 0]);
  });

  it('puts a domain of one value into the middle', () => {
    assert.equal(linearScale([3, 3], [0, 80])(3), 40);
  });
});

describe('ticksOf', () => {
  it('takes steps of 1, 2 and 5', () => {
    assert.deepEqual(ticksOf([0, 1], 4), [0, 0.5, 1]);
    assert.deepEqual(ticksOf([0, 0.9], 5), [0, 0.2, 0.4, 0.6, 0.8]);
    assert.deepEqual(ticksOf([-300, 100], 4), [-300, -200, -100, 0, 100]);
  });

  it('writes no 0.30000000000000004 and no -0', () => {
    assert.deepEqual(ticksOf([-0.1, 0.3], 4), [-0.1, 0, 0.1, 0.2, 0.3]);
  });

  it('never has more parts than asked for', () => {
    for (let high = 0.013; high < 5_000; high *= 1.7) {
      for (const most of [1, 2, 4, 7])
        assert.ok(ticksOf([0, high], most).length <= most + 1, `${high} in ${most}`);
    }
  });

  it('survives a span without length, and numbers that are none', () => {
    assert.equal(tickStep([2, 2], 4), 1);
    assert.equal(tickStep([0, Infinity], 4), 1);
  });
});

describe('spans', () => {
  it('leave out what is not known', () => {
    assert.deepEqual(spanOf([3, null, NaN, undefined, -1]), [-1, 3]);
    assert.equal(spanOf([null]), undefined);
  });

  it('widen to round values, one value too', () => {
    assert.deepEqual(niceSpan([0.3, 9.7], 5), [0, 10]);
    assert.deepEqual(niceSpan([0, 0], 4), [-1, 1]);
  });

  it('stay within bounds', () => {
    assert.deepEqual(clampedSpan([-7, 0.98], [-1, 1]), [-1, 0.98]);
    assert.deepEqual(clampedSpan([-7, -3], [-1, 1]), [-1, -1]);
  });
});

describe('lineDomain', () => {
  it('is not flattened by one day with hardly a request', () => {
    const usual = Array.from({ length: 9 }, () => ({ value: 5, low: 4, high: 6 }));
    const [, high] = lineDomain([[...usual, { value: 5, low: 0, high: 900 }]], 'plain');
    assert.ok(high < 20, `${high}`);
  });

  it('keeps shares and margins within 0 and 1, and holds the threshold', () => {
    assert.deepEqual(lineDomain([[{ value: 0.97, low: 0.9, high: 1 }]], 'share', [0.1]), [0, 1]);
    assert.deepEqual(lineDomain([[{ value: 0.9, low: 0.6, high: 1.2 }]], 'fraction'), [0.6, 1]);
  });

  it('begins at zero where that is near', () => {
    assert.deepEqual(lineDomain([[{ value: 0.3, low: 0.2, high: 0.5 }]], 'share'), [0, 0.6]);
  });

  it('lets a saving be below zero', () => {
    const [low, high] = lineDomain([[{ value: -1, low: -1.3, high: -0.7 }]], 'share');
    assert.ok(low <= -1.3 && high >= -0.7 && high <= 1);
  });

  it('begins at zero for money, and has one for nothing', () => {
    assert.equal(lineDomain([[{ value: 2, low: 1.5, high: 2.5 }]], 'usd')[0], 0);
    assert.deepEqual(lineDomain([[null]], 'usd'), [0, 1]);
  });
});

describe('barDomain', () => {
  it('holds zero, and cuts what is out of bounds', () => {
    assert.deepEqual(barDomain([exactly(0.5), null]), [0, 0.5]);
    assert.deepEqual(barDomain([exactly(-7), exactly(0.83)], [-1, 1]), [-1, 1]);
    assert.deepEqual(barDomain([]), [0, 1]);
  });
});

describe('forestDomain', () => {
  it('holds zero, the margin and every interval', () => {
    const [low, high] = forestDomain([{ low: -0.2, high: 0.05 }], 0.02);
    assert.ok(low <= -0.2 && high >= 0.05);
    const [left, right] = forestDomain([{ low: -3, high: -1 }]);
    assert.ok(left <= -3 && right > 0);
    assert.deepEqual(forestDomain([]), [-1, 1]);
  });
});
