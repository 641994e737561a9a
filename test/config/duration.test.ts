import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseDuration } from '../../src/config/duration.js';

it('parseDuration reads every unit, in whole milliseconds', () => {
  const texts = ['150ms', '30s', '1.5s', '5m', '1h', '0s', '0.0004s', '1.2345s'];
  assert.deepEqual(texts.map(parseDuration), [150, 30_000, 1500, 300_000, 3_600_000, 0, 0, 1235]);
});

it('parseDuration refuses everything else', () => {
  for (const text of ['', '30', 's', '-1s', '1 s', '1d', '1e3s', '.5s', '1s ', '1m30s']) {
    assert.equal(parseDuration(text), undefined, text);
  }
});
