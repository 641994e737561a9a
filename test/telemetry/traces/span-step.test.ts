import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { spanStep, spanStepAsync } from '../../../src/telemetry/traces/span-step.js';
import { recordSpans } from '../../support/record-spans.js';

describe('spanStep', () => {
  it('ends its span, below the parent, and hands on the result', () => {
    const { tracer, only } = recordSpans();
    const parent = tracer.startSpan('parent');
    const context = trace.setSpan(ROOT_CONTEXT, parent);
    const result = spanStep(tracer, 'step', context, (span) => {
      span.setAttribute('a', 1);
      return 'result';
    });
    assert.equal(result, 'result');
    assert.equal(only('step').parentSpanContext?.spanId, parent.spanContext().spanId);
    assert.deepEqual(only('step').attributes, { a: 1 });
  });

  it('ends its span as failed when the work throws, and throws on', () => {
    const { tracer, only } = recordSpans();
    const failure = new Error('broken');
    assert.throws(
      () =>
        spanStep(tracer, 'step', ROOT_CONTEXT, () => {
          throw failure;
        }),
      failure,
    );
    assert.equal(only('step').status.code, SpanStatusCode.ERROR);
  });
});

describe('spanStepAsync', () => {
  it('ends its span only when the work is done', async () => {
    const { tracer, spans, only } = recordSpans();
    const result = await spanStepAsync(tracer, 'step', ROOT_CONTEXT, async () => {
      await Promise.resolve();
      assert.deepEqual(spans(), []);
      return 'result';
    });
    assert.equal(result, 'result');
    assert.equal(only('step').status.code, SpanStatusCode.UNSET);
  });

  it('ends its span as failed when the work rejects, and rejects', async () => {
    const { tracer, only } = recordSpans();
    const failure = new Error('broken');
    await assert.rejects(
      spanStepAsync(tracer, 'step', ROOT_CONTEXT, () => Promise.reject(failure)),
      failure,
    );
    assert.equal(only('step').status.code, SpanStatusCode.ERROR);
  });
});
