import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  formatBounds,
  formatDay,
  formatEstimate,
  formatMoment,
  formatTick,
  formatValue,
} from '../../../../src/console/page/charts/format-value.js';
import { shortened } from '../../../../src/console/page/charts/shortened.js';

describe('formatValue', () => {
  it('names the unit', () => {
    assert.equal(formatValue(0.7599, 'share'), '76.0 %');
    assert.equal(formatValue(0.021, 'points'), '+2.1 pts');
    assert.equal(formatValue(-0.021, 'points'), '−2.1 pts');
    assert.equal(formatValue(1234567, 'count'), '1,234,567');
    assert.equal(formatValue(0.65, 'fraction'), '0.650');
  });

  it('shows money as the rest of the page does', () => {
    assert.equal(formatValue(0.00044123, 'usd'), '$0.00044');
    assert.equal(formatValue(1.239, 'usd'), '$1.24');
    assert.equal(formatValue(-0.4767, 'usd'), '−$0.48');
  });

  it('has no minus before a zero', () => {
    assert.equal(formatValue(-0.00001, 'share'), '0.0 %');
    assert.equal(formatValue(-0.00001, 'points'), '0.0 pts');
  });
});

describe('intervals', () => {
  it('name the unit once', () => {
    assert.equal(formatBounds({ low: 0.737, high: 0.781 }, 'share'), '73.7 to 78.1 %');
    assert.equal(formatBounds({ low: -0.02, high: 0.01 }, 'points'), '−2.0 to +1.0 pts');
    assert.equal(formatBounds({ low: 1, high: 2 }, 'usd'), '$1.00 to $2.00');
    assert.equal(formatEstimate({ value: 0.5, low: 0.4, high: 0.6 }, 'share'), '50.0 % (40.0 to 60.0 %)');
  });
});

describe('formatTick', () => {
  it('has the digits that the step needs', () => {
    assert.equal(formatTick(0.5, 0.5, 'share'), '50');
    assert.equal(formatTick(0.005, 0.005, 'share'), '0.5');
    assert.equal(formatTick(0.2, 0.05, 'usd'), '0.20');
    assert.equal(formatTick(-2000, 1000, 'plain'), '−2,000');
  });
});

describe('days', () => {
  it('are short, and in UTC', () => {
    assert.equal(formatDay('2026-11-22'), '22 Nov');
    assert.equal(formatDay('none'), 'none');
    assert.equal(formatMoment('2026-11-22T14:05:59.000Z'), '22 Nov, 14:05');
  });
});

describe('shortened', () => {
  it('cuts whole letters, be they made of several code points', () => {
    assert.equal(shortened('translation', 11), 'translation');
    assert.equal(shortened('translation', 6), 'trans…');
    assert.equal(shortened('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 2), '👩‍👩‍👧‍👦…');
  });
});
