import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BasicTracerProvider, InMemorySpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { CountedExport } from '../../../src/telemetry/traces/counted-export.js';

type Export = SpanExporter['export'];

function start(capacity: number, collect: Export) {
  const told: string[] = [];
  const queue = new CountedExport({ export: collect, shutdown: () => Promise.resolve() }, capacity, {
    onOutage: (error) => told.push(`outage: ${error?.message ?? ''}`),
    onRecovery: (lost) => told.push(`recovery: ${lost} lost`),
  });
  const tracer = new BasicTracerProvider({ spanProcessors: [queue] }).getTracer('test');
  const emit = (spans: number): void => {
    for (let span = 0; span < spans; span += 1) tracer.startSpan('any').end();
  };
  return { queue, emit, told };
}

describe('CountedExport', () => {
  it('counts what the collector took', async () => {
    const collector = new InMemorySpanExporter();
    const { queue, emit, told } = start(100, (spans, done) => {
      collector.export(spans, done);
    });
    emit(3);
    assert.deepEqual(queue.counts, { exported: 0, failed: 0, dropped: 0, queued: 3 });
    await queue.forceFlush();
    assert.deepEqual(queue.counts, { exported: 3, failed: 0, dropped: 0, queued: 0 });
    assert.equal(collector.getFinishedSpans().length, 3);
    assert.deepEqual(told, []);
  });

  it('counts what a collector that is away lost, and says once that it is away and once that it is back', async () => {
    const away = new InMemorySpanExporter();
    await away.shutdown();
    let collector = away;
    const { queue, emit, told } = start(100, (spans, done) => {
      collector.export(spans, done);
    });
    for (let batch = 0; batch < 2; batch += 1) {
      emit(2);
      await assert.rejects(queue.forceFlush());
    }
    collector = new InMemorySpanExporter();
    emit(1);
    await queue.forceFlush();
    assert.deepEqual(queue.counts, { exported: 1, failed: 4, dropped: 0, queued: 0 });
    assert.deepEqual(told, ['outage: Exporter has been stopped', 'recovery: 4 lost']);
  });

  it('drops and counts what does not fit while a slow collector keeps us waiting', () => {
    // It never answers.
    const { queue, emit } = start(10, () => undefined);
    emit(35);
    // One batch of ten is on its way, ten wait.
    assert.deepEqual(queue.counts, { exported: 0, failed: 0, dropped: 15, queued: 10 });
  });
});
