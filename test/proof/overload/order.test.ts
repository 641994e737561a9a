import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import type { Reason } from '../../../src/decision/reason.js';
import { compile } from '../../../src/router/compile/compile.js';
import type { LoadLevel } from '../../../src/router/load/load-level.js';
import { createShedding } from '../../../src/router/load/shedding.js';
import { route, type Routed } from '../../../src/router/route.js';
import type { Snapshot } from '../../../src/router/snapshot.js';
import { SILENT_TRACE } from '../../../src/router/silent-trace.js';
import { ATTRIBUTES } from '../../../src/telemetry/names.js';
import { buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { buildHead } from '../../support/build-view.js';
import { fakeEncoder } from '../../support/fake-encoder.js';
import { recordSpans } from '../../support/record-spans.js';

const LEVELS: readonly LoadLevel[] = [0, 1, 2, 3];

/** A registry whose three routes are found by a rule and by examples; `medium` is the default. */
const REGISTRY = buildRegistry(
  [buildModel('medium'), buildModel('large'), buildModel('small')],
  [
    buildRoute('urgent', 'large', { match: [{ keywords: ['outage'] }] }),
    buildRoute('medical', 'large', { match: [{ keywords: ['dosage'] }] }),
    buildRoute('cooking', 'small', {
      examples: ['boil the pasta', 'bake the bread', 'boil the rice', 'bake the cake'],
    }),
  ],
);

describe('what an overloaded router leaves out', () => {
  let snapshot: Snapshot;

  before(async () => {
    snapshot = await compile(REGISTRY, { encoder: fakeEncoder() });
  });

  function ask(text: string, level: LoadLevel, more: object = {}): Promise<Routed> {
    const body = Buffer.from(
      JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: text }], ...more }),
    );
    const exchange = { head: buildHead(), body, requestId: 'r', shedding: createShedding(level) };
    return route(exchange, snapshot, {}, SILENT_TRACE);
  }

  async function told(text: string, more: object = {}): Promise<(readonly [Reason, string])[]> {
    const answers = await Promise.all(LEVELS.map((level) => ask(text, level, more)));
    return answers.map(({ record }) => {
      assert.ok(record !== undefined);
      return [record.decision.reason, record.decision.model];
    });
  }

  it('is never a rule', async () => {
    const answer = ['rule', 'large'];
    assert.deepEqual(
      await told('an outage of the payment service'),
      LEVELS.map(() => answer),
    );
  });

  it('is never a pin', async () => {
    const answer = ['pinned', 'small'];
    assert.deepEqual(
      await told('what is it?', { model: 'small' }),
      LEVELS.map(() => answer),
    );
  });

  it('is the encoder from level 2 on, and then the default model answers with the reason', async () => {
    assert.deepEqual(await told('bake the rice'), [
      ['similar', 'small'],
      ['similar', 'small'],
      ['overloaded', 'medium'],
      ['overloaded', 'medium'],
    ]);
  });

  it('is refused for want of time at no level', async () => {
    for (const level of LEVELS) assert.equal((await ask('bake the rice', level)).mutation.kind, 'forward');
  });

  it('stands in the record and on the span', async () => {
    const shed = await Promise.all(
      LEVELS.map(async (level) => (await ask('bake the rice', level)).record?.shed),
    );
    assert.deepEqual(shed, [undefined, undefined, ['encoder'], ['fast']]);
    const { tracer, spans } = recordSpans();
    const exchange = {
      ...{ head: buildHead(), body: Buffer.from('{"messages":[{"role":"user","content":"bake the rice"}]}') },
      ...{ requestId: 'r', shedding: createShedding(3) },
    };
    await route(exchange, snapshot, {}, { tracer, context: ROOT_CONTEXT });
    const decide = spans().find(({ name }) => name === 'dragoman.decide');
    assert.deepEqual(decide?.attributes[ATTRIBUTES.shed], ['fast']);
  });
});
