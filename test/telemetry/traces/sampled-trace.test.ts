import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampledTraceId } from '../../../src/telemetry/traces/sampled-trace.js';

describe('sampledTraceId', () => {
  const id = '0a'.repeat(16);
  const traceparent = (flags: string): string => `00-${id}-${'0b'.repeat(8)}-${flags}`;

  it('names a trace that was sampled, whatever the other flags', () => {
    for (const flags of ['01', '03', 'ff']) assert.equal(sampledTraceId(traceparent(flags)), id);
  });

  it('names no other', () => {
    for (const text of [traceparent('00'), traceparent('02'), '', '00-x-y-01', `${traceparent('01')} `]) {
      assert.equal(sampledTraceId(text), undefined, text);
    }
  });
});
