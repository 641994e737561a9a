import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseTime } from '../../src/store/parse-time.js';

const NOW = Date.UTC(2026, 10, 22, 12);

describe('parseTime', () => {
  it('reads dates, times, milliseconds and how long ago', () => {
    const at = (text: string): string => new Date(parseTime(text, NOW) ?? NaN).toISOString();
    assert.equal(at('2026-01-31'), '2026-01-31T00:00:00.000Z');
    assert.equal(at('2026-01-31T12:00:00+02:00'), '2026-01-31T10:00:00.000Z');
    assert.equal(at('1700000000000'), '2023-11-14T22:13:20.000Z');
    assert.equal(at('90m'), '2026-11-22T10:30:00.000Z');
    assert.equal(at('12h'), '2026-11-22T00:00:00.000Z');
    assert.equal(at('7d'), '2026-11-15T12:00:00.000Z');
  });

  it('reads nothing else', () => {
    for (const text of ['', ' 7d', '7w', '-7d', '2026-13-01', 'yesterday', '1'.repeat(16)]) {
      assert.equal(parseTime(text, NOW), undefined, text);
    }
  });
});
