import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { compile } from '../../src/router/compile/compile.js';
import { route } from '../../src/router/route.js';
import { buildModel, buildRegistry, buildRoute } from '../support/build-registry.js';
import { buildHead } from '../support/build-view.js';
import { fakeEncoder } from '../support/fake-encoder.js';

const registry = buildRegistry(
  [buildModel('large', { price: { input: 5, output: 5 } }), buildModel('small')],
  [
    buildRoute('cooking', 'small', {
      examples: ['boil the pasta', 'bake the bread', 'boil the rice', 'bake the cake'],
    }),
  ],
);
const snapshot = await compile(registry, { encoder: fakeEncoder() });

async function decide(isHinted: (version: string, route: string) => boolean): Promise<unknown[]> {
  const body = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: 'bake the rice' }] }));
  const exchange = { head: buildHead(), body, requestId: 'r1' };
  const tracing = { tracer: trace.getTracer('test'), context: ROOT_CONTEXT };
  const { record } = await route(exchange, snapshot, { isHinted }, tracing);
  const { route: name, model, reason } = record?.decision ?? assert.fail('nothing was decided');
  return [name, model, reason];
}

describe('a hint, while requests are decided', () => {
  it('raises its route', async () => {
    assert.deepEqual(await decide((_, name) => name === 'cooking'), ['cooking', 'large', 'hinted']);
  });

  it('is asked for by the version of the registry that decides', async () => {
    const versions = new Set<string>();
    const decided = await decide((version) => {
      versions.add(version);
      return false;
    });
    assert.deepEqual(decided, ['cooking', 'small', 'similar']);
    assert.deepEqual([...versions], [registry.version]);
  });
});
