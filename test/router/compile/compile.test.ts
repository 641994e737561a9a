import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RegistryRoute } from '../../../src/config/registry.js';
import type { Embedding } from '../../../src/embed/encoder.js';
import { compile } from '../../../src/router/compile/compile.js';
import { similarityLayer } from '../../../src/router/layers/similarity-layer.js';
import { readText } from '../../../src/router/layers/text-reading.js';
import { lacksIndex, type Snapshot } from '../../../src/router/snapshot.js';
import { BACKGROUND_TEXTS } from '../../../src/signals/routes/background-texts.js';
import { buildCascade, buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { buildView } from '../../support/build-view.js';
import { fakeEncoder } from '../../support/fake-encoder.js';

const models = [buildModel('large'), buildModel('small', { price: { input: 2, output: 3 } })] as const;
const cooking = buildRoute('cooking', 'small', { examples: ['boil the pasta', 'bake the bread'] });
const coding = buildRoute('coding', 'large', { examples: ['sort the array', 'fix the loop'] });

const recall =
  ({ vectors }: Snapshot) =>
  (text: string): Float32Array | undefined =>
    vectors.get(text);

describe('compile', () => {
  it('plans the routes over shared models', async () => {
    const route = buildRoute('cooking', 'small', { fallback: 'large', threshold: 0.7, maxTokens: 9 });
    const { plan, listed } = await compile(buildRegistry(models, [route]), {});
    const planned = plan.routes.get('cooking');
    assert.ok(planned !== undefined);
    assert.equal(planned.target, plan.models.get('small'));
    assert.equal(planned.fallback, plan.defaultModel);
    assert.deepEqual([planned.threshold, planned.maxTokens, planned.target.priceSum], [0.7, 9, 5]);
    assert.deepEqual(listed.names, ['auto', 'large', 'small']);
  });

  it('plans cascades, and measures the complexity where one starts by it', async () => {
    const climbing = (complex?: number): RegistryRoute =>
      buildRoute('climbing', 'small', {
        target: undefined,
        cascade: buildCascade(['small', 'large'], {
          start: { margin: 0.2, complex, quality: undefined },
        }),
      });
    const { plan, measured } = await compile(buildRegistry(models, [climbing(0.8)]), {});
    const planned = plan.routes.get('climbing');
    const [small, large] = ['small', 'large'].map((name) => plan.models.get(name));
    assert.deepEqual(
      planned?.cascade?.tiers.map(({ model }) => model),
      [small, large],
    );
    assert.equal(planned.target, small);
    assert.equal(planned.cascade.start.complex, 0.8);
    assert.deepEqual(measured, ['complexity']);
    assert.deepEqual((await compile(buildRegistry(models, [climbing()]), {})).measured, []);
  });

  it('keeps the order of the routes among the rules, and leaves out routes without any', async () => {
    const match = [{ path: '/' }];
    const routes = [buildRoute('b', 'small', { match }), cooking, buildRoute('a', 'small', { match })];
    const { rules } = await compile(buildRegistry(models, routes), {});
    assert.deepEqual(
      rules.map(({ route }) => route),
      ['b', 'a'],
    );
  });

  it('embeds each example and background text once', async () => {
    const encoder = fakeEncoder();
    const twice = buildRoute('again', 'large', { examples: cooking.examples });
    const { index } = await compile(buildRegistry(models, [cooking, coding, twice]), { encoder });
    assert.deepEqual(encoder.asked, [...BACKGROUND_TEXTS, ...cooking.examples, ...coding.examples]);
    assert.ok(typeof index === 'object');
    assert.deepEqual(index.routes, ['cooking', 'coding', 'again']);
  });

  it('embeds only what is new when an earlier snapshot is known, and forgets what is gone', async () => {
    const encoder = fakeEncoder();
    const first = await compile(buildRegistry(models, [cooking, coding]), { encoder });
    const before = encoder.asked.length;
    const changed = { ...cooking, examples: ['bake the bread', 'fry an egg'] };
    const second = await compile(buildRegistry(models, [changed]), { encoder }, { known: recall(first) });
    assert.deepEqual(encoder.asked.slice(before), ['fry an egg']);
    assert.ok(!second.vectors.has('boil the pasta') && first.vectors.has('boil the pasta'));
  });

  it('asks the encoder nothing when no route has examples', async () => {
    const encoder = fakeEncoder();
    const { index } = await compile(buildRegistry(models, [buildRoute('bare', 'small')]), { encoder });
    assert.deepEqual([index, encoder.asked], ['no_examples', []]);
  });

  it('has neither index nor embeddings without an encoder', async () => {
    const { index, vectors } = await compile(
      buildRegistry(models, [cooking]),
      {},
      {
        known: () => new Float32Array(64),
      },
    );
    assert.deepEqual([index, vectors.size], ['absent', 0]);
  });

  it('stops embedding when its time is over, and goes on where it ended', async () => {
    const encoder = fakeEncoder();
    const registry = buildRegistry(models, [cooking, coding]);
    const first = await compile(registry, { encoder }, { budgetMs: 0 });
    assert.deepEqual([first.index, lacksIndex(first), encoder.asked.length], ['loading', true, 0]);
    const half = new Map([...(await compile(registry, { encoder })).vectors].slice(0, 20));
    const more = await compile(registry, { encoder }, { budgetMs: 0, known: (text) => half.get(text) });
    assert.deepEqual([more.index, more.vectors], ['loading', half]);
    const before = encoder.asked.length;
    const whole = await compile(registry, { encoder }, { known: recall(more) });
    assert.deepEqual([lacksIndex(whole), typeof whole.index], [false, 'object']);
    assert.equal(encoder.asked.length - before, BACKGROUND_TEXTS.length + 4 - half.size);
  });

  it('ends at once when it is told to', async () => {
    const stop = new AbortController();
    const encoder = fakeEncoder();
    const embed = (text: string, deadlineMs: number): Promise<Embedding> => {
      if (encoder.asked.length === 4) stop.abort();
      return encoder.embed(text, deadlineMs);
    };
    const registry = buildRegistry(models, [cooking]);
    await assert.rejects(compile(registry, { encoder: { ...encoder, embed } }, { signal: stop.signal }), {
      name: 'AbortError',
    });
    assert.equal(encoder.asked.length, 5);
  });

  it('takes an encoder that fails on some texts for alive', async () => {
    const encoder = fakeEncoder();
    const examples = Array.from({ length: 8 }, (_, at) => `${at % 2 === 0 ? 'bad' : 'good'} example ${at}`);
    const embed = (text: string, deadlineMs: number): Promise<Embedding> =>
      text.startsWith('bad')
        ? Promise.resolve({ ok: false, failure: 'late' })
        : encoder.embed(text, deadlineMs);
    const registry = buildRegistry(models, [{ ...cooking, examples }]);
    const { index, vectors } = await compile(registry, { encoder: { ...encoder, embed } });
    assert.deepEqual([typeof index, vectors.size], ['object', BACKGROUND_TEXTS.length + 4]);
  });

  it('serves without an index when the encoder is dead, and does not try it for every example', async () => {
    const encoder = fakeEncoder();
    encoder.failWith('down');
    const examples = Array.from({ length: 1000 }, (_, at) => `example ${at}`);
    const registry = buildRegistry(models, [{ ...cooking, examples }]);
    const snapshot = await compile(registry, { encoder });
    assert.equal(snapshot.index, 'down');
    assert.equal(encoder.asked.length, 9, 'three texts, three attempts each');
    const { result } = await similarityLayer(snapshot, readText(buildView(), snapshot));
    assert.deepEqual(result, { ok: false, failure: 'down' });

    encoder.failWith(undefined);
    assert.ok(!lacksIndex(await compile(registry, { encoder }, { known: recall(snapshot) })), 'healed');
  });

  it('makes no index that lacks a route', async () => {
    const encoder = fakeEncoder();
    const known = recall(await compile(buildRegistry(models, [cooking]), { encoder }));
    encoder.failWith('down');
    const { index } = await compile(buildRegistry(models, [cooking, coding]), { encoder }, { known });
    assert.equal(index, 'down');
  });
});
