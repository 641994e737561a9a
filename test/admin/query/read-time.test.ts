import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readTime } from '../../../src/admin/query/read-time.js';

const NOW = Date.UTC(2026, 0, 8);

describe('readTime', () => {
  it('reads dates, times, milliseconds and how long ago', () => {
    const read = (value: string): number | undefined => {
      const time = readTime('since', value, NOW);
      return time.ok ? time.value : undefined;
    };
    assert.deepEqual(
      ['2026-01-02', '2026-01-02T12:00:00Z', '1767312000000', '7d', '12h', '90m', '0'].map(read),
      [
        ...[Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 2, 12), 1_767_312_000_000, Date.UTC(2026, 0, 1)],
        ...[NOW - 43_200_000, NOW - 5_400_000, 0],
      ],
    );
  });

  it('says what it would have read', () => {
    for (const value of ['', 'now', '7w', '-1', '1e9', '2026-99-99', '12:00', 'x'.repeat(5000)]) {
      const time = readTime('since', value, NOW);
      assert.ok(!time.ok, value);
      assert.match(time.problem.message, /"since" is ".*; send it as `2026-01-31`/);
      assert.ok(time.problem.message.length < 300);
    }
  });
});
