import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DecidedCascade, Decision } from '../../src/decision/decision.js';
import { mutate } from '../../src/mutation/mutate.js';
import { timeoutKey } from '../../src/mutation/wire-names.js';
import type { RequestView } from '../../src/request/request-view.js';
import { buildDecision } from '../support/build-record.js';
import { buildView } from '../support/build-view.js';

function forward(decision: Partial<Decision> = {}, view: Partial<RequestView> = {}, body: object = {}) {
  const bytes = Buffer.from(JSON.stringify({ model: 'auto', ...body }));
  const { body: changed, ...rest } = mutate(
    'id-1',
    buildDecision(decision),
    buildView(view),
    bytes,
    'org/small',
  );
  return {
    ...rest,
    text: changed.toString(),
    sent: JSON.parse(changed.toString()) as Record<string, unknown>,
  };
}

describe('mutate', () => {
  it("writes the upstream's own model name first", () => {
    assert.ok(forward({}, {}, { messages: [] }).text.startsWith('{"model":"org/small",'));
  });

  it('names the cluster, and after it that of the fallback', () => {
    assert.deepEqual(forward().clusters, ['model/small']);
    assert.deepEqual(forward({ fallback: 'large' }).clusters, ['model/small', 'model/large']);
  });

  it('says how Envoy dispatches: to the cluster, or to the chain on errors', () => {
    assert.equal(forward().mode, 'cluster');
    assert.equal(forward({ fallback: 'large' }).mode, 'chain');
  });

  it('asks Envoy for the time-out', () => {
    assert.deepEqual(forward({ timeoutMs: 1500 }).headers, [['x-envoy-upstream-rq-timeout-ms', '1500']]);
  });

  it('gives each model of a chain the whole time-out', () => {
    assert.deepEqual(forward({ timeoutMs: 1500, fallback: 'large' }).headers, [
      ['x-envoy-upstream-rq-timeout-ms', '3000'],
      ['x-envoy-upstream-rq-per-try-timeout-ms', '1500'],
    ]);
  });

  it('tells who decided, and why, in the metadata', () => {
    assert.deepEqual(forward().metadata, {
      decision: 'id-1',
      route: 'smalltalk',
      model: 'small',
      reason: 'rule',
    });
    assert.equal(forward({ route: undefined, reason: 'out_of_scope' }).metadata['route'], 'none');
  });

  const cap: Partial<Decision> = { maxTokens: 300 };

  it('writes the cap under the name of the endpoint when the client named no limit', () => {
    const names = {
      'chat-completions': 'max_tokens',
      completions: 'max_tokens',
      responses: 'max_output_tokens',
      messages: 'max_tokens',
    } as const;
    for (const [endpoint, name] of Object.entries(names) as [keyof typeof names, string][]) {
      assert.deepEqual(forward(cap, { endpoint }).sent, { model: 'org/small', [name]: 300 });
    }
  });

  it('replaces a higher limit under the name that the client used', () => {
    const view = { maxTokens: 5000, maxTokensField: 'max_completion_tokens' };
    const { sent } = forward(cap, view, { max_completion_tokens: 5000, seed: 1 });
    assert.deepEqual(sent, { model: 'org/small', max_completion_tokens: 300, seed: 1 });
  });

  it('replaces both names of the limit by one', () => {
    const view = { maxTokens: 5000, maxTokensField: 'max_completion_tokens' };
    const { sent } = forward(cap, view, { max_tokens: 9000, max_completion_tokens: 5000 });
    assert.deepEqual(sent, { model: 'org/small', max_completion_tokens: 300 });
  });

  it('leaves a lower or equal limit, and any limit where the route sets none', () => {
    const body = { max_tokens: 300 };
    assert.deepEqual(
      forward(cap, { maxTokens: 300, maxTokensField: 'max_tokens' }, body).sent['max_tokens'],
      300,
    );
    const high = { max_tokens: 9000 };
    assert.deepEqual(
      forward({}, { maxTokens: 9000, maxTokensField: 'max_tokens' }, high).sent['max_tokens'],
      9000,
    );
    assert.equal('max_tokens' in forward().sent, false);
  });
});

describe('mutate, with a cascade', () => {
  const tiers = [
    { model: 'small', timeoutMs: 10_000 },
    { model: 'medium', timeoutMs: 40_000 },
    { model: 'large', timeoutMs: 30_000 },
  ];
  const climbing = (streaming: DecidedCascade['streaming'], of = tiers): Partial<Decision> => ({
    cascade: { tiers: of, startedBy: 'first', streaming, judgingMs: 0 },
    timeoutMs: of.reduce((sum, { timeoutMs }) => sum + timeoutMs, 0),
  });
  const gated = ['tier/small', 'tier/medium', 'model/large'];
  const streamed = { stream: true, stream_options: { include_usage: true }, n: 1 };

  it('gates all tiers but the last', () => {
    for (const streaming of ['direct', 'buffer', 'prefix'] as const) {
      const { mode, clusters, text, metadata } = forward(climbing(streaming), {}, { n: 1 });
      assert.deepEqual([mode, clusters], ['cascade', gated]);
      assert.equal(text, '{"model":"org/small","n":1}');
      assert.equal(metadata['streaming'], undefined);
      assert.equal(metadata['emit'], undefined);
    }
  });

  it('has time for every tier, and tells each its own', () => {
    const { headers, metadata } = forward(climbing('prefix'));
    assert.deepEqual(headers, [
      ['x-envoy-upstream-rq-timeout-ms', '80000'],
      ['x-envoy-upstream-rq-per-try-timeout-ms', '40000'],
    ]);
    assert.deepEqual(
      tiers.map(({ model }) => metadata[timeoutKey(model)]),
      ['10000', '40000', '30000'],
    );
  });

  it('is a plain dispatch for a single tier', () => {
    const single = climbing('buffer', tiers.slice(2));
    const { mode, clusters, headers, metadata } = forward(single, { stream: true }, streamed);
    assert.deepEqual([mode, clusters], ['cluster', ['model/large']]);
    assert.deepEqual(headers, [['x-envoy-upstream-rq-timeout-ms', '30000']]);
    assert.deepEqual([metadata['streaming'], metadata['emit']], ['direct', undefined]);
  });

  it('delivers a direct stream without a gate', () => {
    const { mode, clusters, sent, metadata } = forward(climbing('direct'), { stream: true }, streamed);
    assert.deepEqual([mode, clusters], ['chain', gated]);
    assert.deepEqual(sent, { model: 'org/small', ...streamed });
    assert.deepEqual([metadata['streaming'], metadata['emit']], ['direct', undefined]);
  });

  it('judges the beginning of a stream with prefix', () => {
    const { mode, clusters, sent, metadata } = forward(climbing('prefix'), { stream: true }, streamed);
    assert.deepEqual([mode, clusters], ['cascade-prefix', gated]);
    assert.deepEqual(sent, { model: 'org/small', ...streamed });
    assert.deepEqual([metadata['streaming'], metadata['emit']], ['prefix', undefined]);
  });

  it('asks gated tiers for whole answers with buffer, and keeps what the client wrote for the last', () => {
    const { mode, clusters, text, metadata } = forward(
      { ...climbing('buffer'), maxTokens: 9 },
      { stream: true },
      streamed,
    );
    assert.deepEqual([mode, clusters], ['cascade', gated]);
    assert.equal(text, '{"model":"org/small","stream":false,"max_tokens":9,"n":1}');
    assert.equal(metadata['streaming'], 'buffer');
    assert.equal(metadata['emit'], 'chat-completions+usage');
    assert.equal(metadata['last'], 'large');
    assert.equal(metadata['stream'], '"stream":true,"stream_options":{"include_usage":true}');
  });
});
