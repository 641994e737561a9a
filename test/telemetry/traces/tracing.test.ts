import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trace } from '@opentelemetry/api';
import { DragomanError } from '../../../src/errors.js';
import { SPANS } from '../../../src/telemetry/names.js';
import { parentContext, traceparentOf } from '../../../src/telemetry/traces/trace-context.js';
import { startTracing } from '../../../src/telemetry/traces/tracing.js';
import { buildOutcome, buildRecord } from '../../support/build-record.js';

/** Nobody listens there. */
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
const LEFT_OUT = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00` };

describe('startTracing', () => {
  it('makes spans that cost nothing when no collector is named', async () => {
    for (const environment of [
      {},
      { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
      { ...ENDPOINT, OTEL_SDK_DISABLED: 'true' },
    ]) {
      const tracing = await startTracing(environment, '0.0.0');
      assert.equal(tracing.tracer.startSpan('any').isRecording(), false);
      await tracing.shutdown();
    }
  });

  it('records when a collector is named', async () => {
    const tracing = await startTracing(ENDPOINT, '0.0.0');
    // Not ended, so nothing is sent.
    assert.equal(tracing.tracer.startSpan('any').isRecording(), true);
    await tracing.shutdown();
  });

  it('says in the record whether a trace that head sampling left out is exported', async () => {
    const tracing = await startTracing(ENDPOINT, '0.0.0');
    const settle = (status: number): string => {
      const span = tracing.tracer.startSpan(SPANS.decide, {}, parentContext(LEFT_OUT));
      span.end();
      const outcome = buildOutcome('a', { status });
      return tracing.settle(buildRecord('a', { traceparent: traceparentOf(span), outcome })).traceparent;
    };
    assert.match(settle(200), /-00$/);
    assert.match(settle(503), /-01$/);
    assert.deepEqual([tracing.counts?.dull, tracing.counts?.kept], [1, { error: 1 }]);
    await tracing.shutdown();
  });

  it('leaves records alone that are exported anyway, or not traced', async () => {
    const tracing = await startTracing(ENDPOINT, '0.0.0');
    for (const traceparent of ['', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`]) {
      const record = buildRecord('a', { traceparent, outcome: buildOutcome('a', { status: 503 }) });
      assert.equal(tracing.settle(record), record);
    }
    await tracing.shutdown();
  });

  it('records nothing that head sampling leaves out when nothing may be held', async () => {
    const tracing = await startTracing({ ...ENDPOINT, DRAGOMAN_TRACES_HOLD: '0' }, '0.0.0');
    const span = tracing.tracer.startSpan(SPANS.decide, {}, parentContext(LEFT_OUT));
    assert.equal(span.isRecording(), false);
    assert.equal(trace.isSpanContextValid(span.spanContext()), true);
    await tracing.shutdown();
  });

  it('warns of a sampler that it does not know, and refuses a setting of ours that it cannot read', async () => {
    const warnings: string[] = [];
    const warn = (message: string): void => {
      warnings.push(message);
    };
    const tracing = await startTracing({ ...ENDPOINT, OTEL_TRACES_SAMPLER: 'xray' }, '0.0.0', { warn });
    await tracing.shutdown();
    assert.match(warnings.join(), /"xray" is not known/);
    await assert.rejects(startTracing({ ...ENDPOINT, DRAGOMAN_TRACES_HOLD: 'x' }, '0.0.0'), DragomanError);
  });
});
