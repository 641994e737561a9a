import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Attributes, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { HeldDecisions } from '../../../src/telemetry/traces/held-decisions.js';
import { keepingSampler } from '../../../src/telemetry/traces/keeping-sampler.js';
import { ATTRIBUTES, SPANS } from '../../../src/telemetry/names.js';
import { parentContext, traceparentOf } from '../../../src/telemetry/traces/trace-context.js';

const SAMPLED = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
const NOT_SAMPLED = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00` };

function start(hold = 10) {
  const exporter = new InMemorySpanExporter();
  const held = new HeldDecisions(new SimpleSpanProcessor(exporter), { hold, slowMs: 10_000 });
  const sampler = keepingSampler({ followsParent: true, ratio: 0 }, hold > 0);
  const tracer = new BasicTracerProvider({ sampler, spanProcessors: [held] }).getTracer('test');
  /** One layer, and the decision. */
  const decide = (attributes: Attributes = {}, parent: Record<string, string> = {}) => {
    const span = tracer.startSpan(SPANS.decide, {}, parentContext(parent));
    tracer.startSpan(SPANS.rules, {}, trace.setSpan(ROOT_CONTEXT, span)).end();
    span.setAttributes(attributes).end();
    return { span, id: span.spanContext().spanId, traceparent: traceparentOf(span) };
  };
  const later = (name: string, traceparent: string): void => {
    tracer.startSpan(name, {}, parentContext({ traceparent })).end();
  };
  const names = (): readonly string[] => exporter.getFinishedSpans().map(({ name }) => name);
  return { held, tracer, decide, later, names, exported: () => exporter.getFinishedSpans() };
}

describe('HeldDecisions', () => {
  it('hands on at once what head sampling takes', () => {
    const { held, decide, names } = start();
    const { traceparent } = decide({}, SAMPLED);
    assert.match(traceparent, /-01$/);
    assert.deepEqual(names(), [SPANS.rules, SPANS.decide]);
    assert.deepEqual(held.counts, { held: 0, kept: {}, dull: 0, letGo: 0 });
  });

  it('holds what it leaves out, and tells those who are called so', () => {
    const { held, decide, names } = start();
    assert.match(decide({}, NOT_SAMPLED).traceparent, new RegExp(`^00-${'a'.repeat(32)}-.*-00$`));
    decide();
    assert.deepEqual(names(), []);
    assert.equal(held.counts.held, 2);
  });

  it('exports the whole tree of a decision with a remarkable outcome, as sampled', () => {
    const { held, decide, later, exported } = start();
    const { id, traceparent } = decide({}, NOT_SAMPLED);
    later(SPANS.gate, traceparent);
    later('chat auto', traceparent);
    assert.equal(held.settle(id, 'escalated'), true);
    const spans = exported();
    assert.deepEqual(
      spans.map(({ name }) => name),
      [SPANS.rules, SPANS.decide, SPANS.gate, 'chat auto'],
    );
    for (const span of spans) {
      assert.equal(span.spanContext().traceFlags, TraceFlags.SAMPLED);
      assert.equal(span.attributes[ATTRIBUTES.keptFor], span.name === SPANS.decide ? 'escalated' : undefined);
      const parent = span.name === SPANS.decide ? 'b'.repeat(16) : id;
      assert.equal(span.parentSpanContext?.spanId, parent, span.name);
      assert.ok(span.ended && span.duration[0] === 0);
    }
    assert.deepEqual(held.counts, { held: 0, kept: { escalated: 1 }, dull: 0, letGo: 0 });
  });

  it('does not wait for the outcome of a decision that is remarkable itself', () => {
    const { held, decide, later, names } = start();
    const { id, traceparent } = decide({ [ATTRIBUTES.errorType]: 'body_not_json' });
    assert.deepEqual(names(), [SPANS.rules, SPANS.decide]);
    later('chat auto', traceparent);
    assert.deepEqual(names(), [SPANS.rules, SPANS.decide, 'chat auto']);
    assert.equal(held.settle(id, undefined), true);
    assert.equal(held.settle(id, 'escalated'), true);
    assert.deepEqual(held.counts.kept, { error: 1 });
  });

  it('forgets the dull ones, and what comes later of them', () => {
    const { held, decide, later, names } = start();
    const { id, traceparent } = decide();
    assert.equal(held.settle(id, undefined), false);
    later(SPANS.gate, traceparent);
    assert.deepEqual(names(), []);
    assert.deepEqual(held.counts, { held: 0, kept: {}, dull: 1, letGo: 0 });
  });

  it('lets a copy of the request share the fate of the decision it is linked to', () => {
    const { held, tracer, decide, exported } = start();
    const copyOf = (of: ReturnType<typeof decide>): void => {
      tracer.startSpan(SPANS.shadow, { links: [{ context: of.span.spanContext() }] }, ROOT_CONTEXT).end();
    };
    const [kept, dull, taken] = [decide(), decide(), decide({}, SAMPLED)];
    held.settle(kept.id, 'error');
    held.settle(dull.id, undefined);
    for (const decision of [kept, dull, taken]) copyOf(decision);
    const shadows = exported().filter(({ name }) => name === SPANS.shadow);
    assert.deepEqual(
      shadows.map(({ links }) => links[0]?.context.spanId),
      [kept.id, taken.id],
    );
    assert.ok(shadows.every(({ parentSpanContext }) => parentSpanContext === undefined));
  });

  it('lets the oldest go when too many wait, and counts them', () => {
    const { held, decide, names } = start(2);
    const [first, second, third] = [decide(), decide(), decide()];
    assert.equal(held.settle(first.id, 'error'), false);
    assert.equal(held.settle(second.id, 'error') && held.settle(third.id, 'error'), true);
    assert.deepEqual(held.counts, { held: 0, kept: { error: 2 }, dull: 0, letGo: 1 });
    assert.equal(names().length, 4);
  });

  it('records nothing that head sampling leaves out when nothing may wait', () => {
    const { decide } = start(0);
    assert.equal(decide().span.isRecording(), false);
  });
});
