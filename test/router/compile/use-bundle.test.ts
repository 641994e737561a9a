import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatBundle, parseBundle, type UnnamedBundle } from '../../../src/bundle/bundle-file.js';
import type { Bundle } from '../../../src/bundle/bundle.js';
import { placeBundle } from '../../../src/bundle/load-bundle.js';
import { openCascade } from '../../../src/router/cascade/open-cascade.js';
import { compile } from '../../../src/router/compile/compile.js';
import { fitExpectation } from '../../../src/signals/feature-vector.js';
import { hashNgrams } from '../../../src/signals/hashed-ngrams.js';
import { scoreRoutes } from '../../../src/signals/routes/route-head.js';
import { buildBundle, buildRoutesPart, TRIAL } from '../../support/build-bundle.js';
import { buildDecision } from '../../support/build-record.js';
import { buildCascade, buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { buildView } from '../../support/build-view.js';
import { fakeEncoder, hashWords } from '../../support/fake-encoder.js';
import { OUTCOME_HEADS } from '../../support/outcome-bundles.js';

const models = [buildModel('large'), buildModel('small')] as const;

const registryOf = (...nouns: readonly string[]) =>
  buildRegistry(
    models,
    nouns.map((noun) =>
      buildRoute(noun, 'small', {
        threshold: undefined,
        examples: Array.from({ length: 6 }, (_, at) => `ask about the ${noun} in the case ${at}`),
      }),
    ),
  );

const registry = registryOf('pasta', 'array', 'train');

function bundleOf(parts: Partial<UnnamedBundle>): Bundle {
  const read = parseBundle(formatBundle(buildBundle(parts)).text, fitExpectation(fakeEncoder().checksum));
  assert.ok(read.ok, JSON.stringify(read));
  return placeBundle(read.value);
}

describe('useBundle', () => {
  it('serves the heads of a bundle: nothing is embedded, and what labels taught is known', async () => {
    const labels = Array.from({ length: 6 }, (_, at) => `zebra number ${at} please`);
    const bundle = bundleOf({ routes: await buildRoutesPart(registry, { train: labels }) });
    const encoder = fakeEncoder();
    const snapshot = await compile(registry, { encoder }, { bundle });
    assert.deepEqual(encoder.asked, []);
    assert.deepEqual(snapshot.bundle, {
      ...{ version: bundle.version, parts: ['routes'], unused: [], bars: {} },
    });
    assert.ok(typeof snapshot.index === 'object');
    const text = 'zebra number 9 please';
    const scores = scoreRoutes(snapshot.index, { vector: hashWords(text), ngrams: hashNgrams(text) });
    assert.equal(scores.routes[0]?.route, 'train');
    assert.equal(snapshot.plan.routes.get('train')?.threshold, snapshot.index.thresholds['train'] ?? 0.5);
  });

  it('fits the examples instead where they are others, and says so', async () => {
    const bundle = bundleOf({ routes: await buildRoutesPart(registry) });
    const others = registryOf('pasta', 'array', 'violin');
    const snapshot = await compile(others, { encoder: fakeEncoder() }, { bundle });
    assert.ok(typeof snapshot.index === 'object');
    assert.deepEqual(snapshot.index.routes, ['pasta', 'array', 'violin']);
    assert.deepEqual(snapshot.bundle?.parts, []);
    assert.match(snapshot.bundle.unused.join(), /^routes: trained for other routes or examples/);
  });

  it('does not mistake a bundle for one without an encoder', async () => {
    const bundle = bundleOf({ routes: await buildRoutesPart(registry) });
    const { bundle: used, index } = await compile(registry, {}, { bundle });
    assert.match(used?.unused.join() ?? '', /trained with an encoder, this runs without one/);
    assert.equal(index, 'absent');
  });

  it('predicts with the outcomes of a bundle, unless it knows no model of the pool', async () => {
    const outcomes = { heads: OUTCOME_HEADS, models: [], heldOut: TRIAL };
    const known = await compile(registry, {}, { bundle: bundleOf({ outcomes }) });
    assert.deepEqual(known.bundle?.parts, ['outcomes']);
    assert.deepEqual(
      known.outcomes?.models.map(({ name }) => name),
      ['small'],
    );
    const strangers = buildRegistry([buildModel('huge')], []);
    const unknown = await compile(strangers, {}, { bundle: bundleOf({ outcomes }) });
    assert.match(unknown.bundle?.unused.join() ?? '', /none of its models is in the pool/);
    assert.equal(unknown.outcomes, undefined);
  });

  it('takes bars for cascades of the registry only', async () => {
    const gate = { bars: { pasta: 0.3 }, temperature: 1, heldOut: TRIAL };
    const cascade = buildCascade(['small', 'large']);
    const cascades = buildRegistry(models, [buildRoute('pasta', 'small', { target: undefined, cascade })]);
    const used = await compile(cascades, {}, { bundle: bundleOf({ gate }) });
    assert.deepEqual(used.bundle?.bars, { pasta: 0.3 });
    const tiers = ['small', 'large'].map((model) => ({ model, timeoutMs: 1_000 }));
    const decision = buildDecision({
      route: 'pasta',
      cascade: { tiers, startedBy: 'first', streaming: 'buffer', judgingMs: 0 },
    });
    const open = openCascade(buildView(), decision, used, Buffer.alloc(0), '');
    assert.equal(open?.cascade.gate.bar, 0.3);
    const unused = await compile(registry, {}, { bundle: bundleOf({ gate }) });
    assert.deepEqual(unused.bundle?.bars, {});
    assert.match(unused.bundle.unused.join(), /gate: pasta is no cascade/);
  });
});
