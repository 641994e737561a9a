import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ShownAnswer } from '../../../src/router/shadow/compare-answers.js';
import type { OpenShadow } from '../../../src/router/shadow/open-shadow.js';
import { OpenShadows } from '../../../src/router/shadow/open-shadows.js';
import type { ShadowedDecision } from '../../../src/telemetry/traces/shadow-span.js';

const OPEN: OpenShadow = {
  reference: 'large',
  endpoint: 'chat-completions',
  ask: { prompt: '', system: '', responseFormat: 'text', tools: [] },
  tokenEstimate: 1,
  price: { input: 1, output: 1 },
};
const decisionOf = (id: string): ShadowedDecision => ({ id, traceparent: '', decidedAt: 1_000_000 });
const answer = (model: string): ShownAnswer => ({
  model,
  status: 200,
  headers: new Map(),
  body: Buffer.from(''),
});

describe('OpenShadows', () => {
  it('pairs the two answers of a request, whichever comes first', () => {
    for (const [first, second] of [
      ['delivered', 'shadow'],
      ['shadow', 'delivered'],
    ] as const) {
      const shadows = new OpenShadows();
      shadows.open('r1', decisionOf('d1'), OPEN);
      assert.equal(shadows.add('r1', first, answer(first)), undefined);
      const pair = shadows.add('r1', second, answer(second));
      assert.deepEqual(
        [pair?.decision.id, pair?.delivered.model, pair?.shadow.model],
        ['d1', 'delivered', 'shadow'],
      );
      assert.equal(shadows.has('r1'), false);
    }
  });

  it('keeps those that wait, and says when there is no room for more', () => {
    const shadows = new OpenShadows();
    let opened = 0;
    for (; shadows.hasRoom; opened += 1) shadows.open(`r${opened}`, decisionOf('d'), OPEN);
    assert.equal(opened, 500);
    assert.ok(shadows.has('r0'));
    assert.deepEqual([shadows.forget('r0'), shadows.forget('r0'), shadows.hasRoom], [true, false, true]);
  });

  it('pairs nothing of requests it was not told of, or that are long over', () => {
    let now = 0;
    const shadows = new OpenShadows(() => now);
    assert.equal(shadows.add('r1', 'shadow', answer('large')), undefined);
    shadows.open('r2', decisionOf('d2'), OPEN);
    now = 3_600_000;
    assert.equal(shadows.hasRoom, true);
    assert.deepEqual([shadows.has('r2'), shadows.size], [false, 0]);
    assert.equal(shadows.add('r2', 'shadow', answer('large')), undefined);
  });
});
