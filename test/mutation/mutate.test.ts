import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Decision } from '../../src/decision/decision.js';
import { mutate } from '../../src/mutation/mutate.js';
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
