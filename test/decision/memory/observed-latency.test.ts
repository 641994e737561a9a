import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ObservedLatency } from '../../../src/decision/memory/observed-latency.js';

describe('ObservedLatency', () => {
  it('expects the first byte and so much a token', () => {
    const latency = new ObservedLatency();
    assert.equal(latency.expect('a', 10), undefined);
    latency.observe('a', { firstByteMs: 100, totalMs: 300, outputTokens: 20 });
    assert.equal(latency.expect('a', 10), 200);
    latency.observe('a', { firstByteMs: 200, totalMs: 200, outputTokens: undefined });
    assert.equal(latency.expect('a', 10), 210);
  });

  it('passes over what cannot be', () => {
    const latency = new ObservedLatency();
    latency.observe('a', { firstByteMs: -1, totalMs: 300, outputTokens: 20 });
    latency.observe('a', { firstByteMs: 10, totalMs: 5, outputTokens: 20 });
    latency.observe('a', { firstByteMs: Number.NaN, totalMs: 5, outputTokens: 20 });
    assert.equal(latency.expect('a', 1), undefined);
  });
});
