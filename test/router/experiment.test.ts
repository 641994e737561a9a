import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Registry } from '../../src/config/registry.js';
import type { DecisionRecord } from '../../src/record/decision-record.js';
import { compile } from '../../src/router/compile/compile.js';
import { route } from '../../src/router/route.js';
import type { Snapshot } from '../../src/router/snapshot.js';
import { buildModel, buildRegistry, buildRoute } from '../support/build-registry.js';
import { buildHead } from '../support/build-view.js';
import { fakeEncoder } from '../support/fake-encoder.js';

const EXAMPLES = ['boil the pasta', 'bake the bread', 'boil the rice', 'bake the cake'];

function registryFor(target: string): Registry {
  const models = [buildModel('large', { price: { input: 5, output: 5 } }), buildModel('small')] as const;
  return buildRegistry(models, [buildRoute('cooking', target, { examples: EXAMPLES })]);
}

function compileWith(share: number, encoder = fakeEncoder()): Promise<Snapshot> {
  const registry = { ...registryFor('small'), version: 'v1+bolder' };
  return compile({ ...registryFor('large'), experiment: { name: 'bolder', share, registry } }, { encoder });
}

async function decide(snapshot: Snapshot, conversation: string): Promise<DecisionRecord> {
  const body = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: 'bake the rice' }] }));
  const exchange = { head: buildHead({ 'x-conversation-id': conversation }), body, requestId: 'r1' };
  const routed = await route(
    exchange,
    snapshot,
    {},
    { tracer: trace.getTracer('test'), context: ROOT_CONTEXT },
  );
  return routed.record ?? assert.fail('nothing was decided');
}

describe('an experiment', () => {
  it('decides its share of the conversations, always the same ones', async () => {
    const snapshot = await compileWith(0.3);
    const ids = Array.from({ length: 400 }, (_, at) => `c${at}`);
    const first = await Promise.all(ids.map((id) => decide(snapshot, id)));
    const again = await Promise.all(ids.map((id) => decide(snapshot, id)));
    const armsOf = (records: readonly DecisionRecord[]): string[] =>
      records.map(({ decision }) => decision.arm);
    assert.deepEqual(armsOf(first), armsOf(again));
    const share = first.filter(({ decision }) => decision.arm === 'challenger').length / ids.length;
    assert.ok(Math.abs(share - 0.3) < 0.08, String(share));
  });

  it('is told by arm, registry and model', async () => {
    const { decision, registryVersion } = await decide(await compileWith(1), 'c1');
    assert.deepEqual([decision.arm, decision.model, registryVersion], ['challenger', 'small', 'v1+bolder']);
    const without = await decide(await compileWith(0), 'c1');
    assert.deepEqual([without.decision.arm, without.decision.model], ['routed', 'large']);
  });

  it('embeds what both registries say only once', async () => {
    const encoder = fakeEncoder();
    await compileWith(0.5, encoder);
    assert.equal(encoder.asked.filter((text) => text === 'bake the bread').length, 1);
  });

  it('decides nothing until its examples are embedded', async () => {
    const snapshot = await compileWith(1);
    const challenger = snapshot.challenger ?? assert.fail('there is none');
    const unready: Snapshot = { ...snapshot, challenger: { ...challenger, index: 'loading' } };
    assert.equal((await decide(unready, 'c1')).decision.arm, 'routed');
  });
});
