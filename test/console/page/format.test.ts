import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  formatAgo,
  formatCode,
  formatCount,
  formatMicros,
  formatMillis,
  formatProbability,
  formatShare,
  formatUsd,
  formatUsdDifference,
  UNKNOWN,
} from '../../../src/console/page/format.js';

describe('the numbers of the console', () => {
  it('shows two digits of small money that say something, and cents of large', () => {
    const shown = [0, 0.0000124, 0.00021, 0.0999, 0.5, 1.239, 99.994, 1234.5].map(formatUsd);
    assert.deepEqual(shown, [
      ...['$0', '$0.000012', '$0.00021', '$0.10', '$0.50', '$1.24', '$99.99', '$1,235'],
    ]);
    assert.equal(formatUsd(-0.00021), '−$0.00021');
    assert.equal(formatUsd(1e-12), '<$0.000000001');
  });

  it('signs what is dearer and what is cheaper', () => {
    assert.deepEqual([0.5, -0.5, 0].map(formatUsdDifference), ['+$0.50', '−$0.50', 'same']);
  });

  it('keeps durations to three digits, whatever their unit', () => {
    const micros = [0, 412.4, 999.4, 999.6, 12_345, 2_500_000].map(formatMicros);
    assert.deepEqual(micros, ['0 µs', '412 µs', '999 µs', '1.0 ms', '12 ms', '2.5 s']);
    assert.deepEqual([0.04, 9.94, 9.96, 999.6, 120_000].map(formatMillis), [
      ...['0.0 ms', '9.9 ms', '10 ms', '1.0 s', '2 min'],
    ]);
  });

  it('shows shares with a decimal where it matters', () => {
    assert.deepEqual([0, 0.001, 0.0994, 0.0996, 0.5, 1].map(formatShare), [
      ...['0 %', '0.1 %', '9.9 %', '10 %', '50 %', '100 %'],
    ]);
  });

  it('has one sign for what is not known', () => {
    const all = [formatCount, formatUsd, formatMicros, formatMillis, formatShare, formatProbability];
    assert.deepEqual(new Set(all.map((format) => format(null))), new Set([UNKNOWN]));
  });

  it('tells times by what a reader would say, and forgives clocks that differ', () => {
    const now = Date.UTC(2026, 0, 10, 12);
    const ages = [-5000, 1000, 42_000, 30 * 60_000, 5 * 3600_000, 3 * 86_400_000];
    assert.deepEqual(
      ages.map((age) => formatAgo(now - age, now)),
      ['just now', 'just now', '42 s ago', '30 min ago', '5 h ago', '3 d ago'],
    );
  });

  it('makes words of codes', () => {
    assert.equal(formatCode('several_low_margins'), 'several low margins');
  });
});
