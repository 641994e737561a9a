import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compile } from '../../src/router/compile.js';
import { similarityLayer } from '../../src/router/layers.js';
import { BACKGROUND_TEXTS } from '../../src/signals/background-texts.js';
import { buildModel, buildRegistry, buildRoute } from '../support/build-registry.js';
import { buildView } from '../support/build-view.js';
import { fakeEncoder } from '../support/fake-encoder.js';

const models = [buildModel('large'), buildModel('small', { price: { input: 2, output: 3 } })] as const;
const cooking = buildRoute('cooking', 'small', { examples: ['boil the pasta', 'bake the bread'] });
const coding = buildRoute('coding', 'large', { examples: ['sort the array', 'fix the loop'] });

describe('compile', () => {
  it('plans the routes over shared models', async () => {
    const route = buildRoute('cooking', 'small', { fallback: 'large', threshold: 0.7, maxTokens: 9 });
    const { plan, listed } = await compile(buildRegistry(models, [route]), undefined);
    const planned = plan.routes.get('cooking');
    assert.ok(planned !== undefined);
    assert.equal(planned.target, plan.models.get('small'));
    assert.equal(planned.fallback, plan.defaultModel);
    assert.deepEqual([planned.threshold, planned.maxTokens, planned.target.priceSum], [0.7, 9, 5]);
    assert.deepEqual(listed.names, ['auto', 'large', 'small']);
  });

  it('keeps the order of the routes among the rules, and leaves out routes without any', async () => {
    const match = [{ path: '/' }];
    const routes = [buildRoute('b', 'small', { match }), cooking, buildRoute('a', 'small', { match })];
    const { rules } = await compile(buildRegistry(models, routes), undefined);
    assert.deepEqual(
      rules.map(({ route }) => route),
      ['b', 'a'],
    );
  });

  it('embeds each example and background text once', async () => {
    const encoder = fakeEncoder();
    const twice = buildRoute('again', 'large', { examples: cooking.examples });
    const { index } = await compile(buildRegistry(models, [cooking, coding, twice]), encoder);
    assert.deepEqual(encoder.asked, [...BACKGROUND_TEXTS, ...cooking.examples, ...coding.examples]);
    assert.deepEqual(
      index?.prototypes.map(({ route }) => route),
      ['cooking', 'coding', 'again'],
    );
  });

  it('embeds only what is new when an earlier snapshot is known, and forgets what is gone', async () => {
    const encoder = fakeEncoder();
    const first = await compile(buildRegistry(models, [cooking, coding]), encoder);
    const before = encoder.asked.length;
    const changed = { ...cooking, examples: ['bake the bread', 'fry an egg'] };
    const second = await compile(buildRegistry(models, [changed]), encoder, first.vectors);
    assert.deepEqual(encoder.asked.slice(before), ['fry an egg']);
    assert.ok(!second.vectors.has('boil the pasta') && first.vectors.has('boil the pasta'));
  });

  it('asks the encoder nothing when no route has examples', async () => {
    const encoder = fakeEncoder();
    const { index } = await compile(buildRegistry(models, [buildRoute('bare', 'small')]), encoder);
    assert.deepEqual([index, encoder.asked], [undefined, []]);
  });

  it('serves without an index when the encoder is dead, and does not try it for every example', async () => {
    const encoder = fakeEncoder();
    encoder.failWith('down');
    const examples = Array.from({ length: 1000 }, (_, at) => `example ${at}`);
    const registry = buildRegistry(models, [{ ...cooking, examples }]);
    const snapshot = await compile(registry, encoder);
    assert.equal(snapshot.index, undefined);
    assert.equal(encoder.asked.length, 9, 'three texts, three attempts each');
    const { result } = await similarityLayer(snapshot, buildView());
    assert.deepEqual(result, { ok: false, failure: 'down' });

    encoder.failWith(undefined);
    assert.ok((await compile(registry, encoder, snapshot.vectors)).index !== undefined, 'healed');
  });

  it('makes no index that lacks a route', async () => {
    const encoder = fakeEncoder();
    const known = new Map((await compile(buildRegistry(models, [cooking]), encoder)).vectors);
    encoder.failWith('down');
    const { index } = await compile(buildRegistry(models, [cooking, coding]), encoder, known);
    assert.equal(index, undefined);
  });
});
