import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { formatBundle, parseBundle } from '../../src/bundle/bundle-file.js';
import { fitExpectation } from '../../src/signals/feature-vector.js';
import { hashNgrams } from '../../src/signals/hashed-ngrams.js';
import { scoreRoutes } from '../../src/signals/routes/route-head.js';
import { buildBundle, buildRoutesPart, TRIAL } from '../support/build-bundle.js';
import { buildModel, buildRegistry, buildRoute } from '../support/build-registry.js';
import { fakeEncoder, hashWords } from '../support/fake-encoder.js';
import { OUTCOME_HEADS } from '../support/outcome-bundles.js';

const registry = buildRegistry(
  [buildModel('large'), buildModel('small')],
  ['pasta', 'array', 'train'].map((noun) =>
    buildRoute(noun, 'small', {
      examples: Array.from({ length: 6 }, (_, at) => `ask about the ${noun} in the case ${at}`),
    }),
  ),
);

const expected = fitExpectation(fakeEncoder().checksum);

/** The message with which a text is refused. */
function refusal(text: string, wanted = expected): string {
  const read = parseBundle(text, wanted);
  assert.ok(!read.ok);
  assert.equal(read.problem.code, 'bundle_invalid');
  assert.ok(!read.problem.message.includes('\n'), read.problem.message);
  return read.problem.message;
}

/** The text with another body, whose checksum is right again. */
function forge(text: string, change: (body: Record<string, unknown>) => void): string {
  const body = JSON.parse(text) as Record<string, unknown>;
  delete body['checksum'];
  change(body);
  const checksum = createHash('sha256').update(JSON.stringify(body), 'utf8').digest('hex');
  return JSON.stringify({ ...body, checksum });
}

describe('formatBundle', () => {
  it('gives the same text and version for the same training, and another version for another', async () => {
    const make = async (seed: number) =>
      formatBundle(
        buildBundle({
          routes: await buildRoutesPart(registry),
          lineage: { parent: null, registry: 'registry-one', command: 'train', seed },
        }),
      );
    const [one, same, other] = [await make(1), await make(1), await make(2)];
    assert.deepEqual(one, same);
    assert.match(one.version, /^[0-9a-f]{12}$/);
    assert.notEqual(one.version, other.version);
  });
});

describe('parseBundle', () => {
  it('reads what was written: heads that score alike, and all that is known of them', async () => {
    const routes = await buildRoutesPart(registry);
    const gate = { bars: { pasta: 0.35 }, temperature: 1.2, heldOut: TRIAL };
    const outcomes = {
      heads: { ...OUTCOME_HEADS, encoder: fakeEncoder().checksum },
      models: [{ name: 'small', rows: 30, auc: null, calibrationError: 0.1 }],
      heldOut: TRIAL,
    };
    const bundle = buildBundle({ routes, gate, outcomes });
    const { text, version } = formatBundle(bundle);
    const read = parseBundle(text, expected);
    assert.ok(read.ok, JSON.stringify(read));
    const { routes: readRoutes, outcomes: readOutcomes, ...rest } = read.value;
    assert.deepEqual(
      { ...rest, lineage: bundle.lineage, data: bundle.data },
      { version, encoder: 'fake', gate, leftOut: {}, lineage: bundle.lineage, data: bundle.data },
    );
    assert.deepEqual(readOutcomes?.models, outcomes.models);
    assert.deepEqual({ ...readRoutes, heads: undefined }, { ...routes, heads: undefined });
    const [before, after] = [routes.heads.index, readRoutes?.heads.index];
    assert.ok(before !== undefined && after !== undefined);
    for (const prompt of ['what about the pasta', 'the array in case 3', 'good morning']) {
      const evidence = { vector: hashWords(prompt), ngrams: hashNgrams(prompt) };
      const old = scoreRoutes(before, evidence);
      const now = scoreRoutes(after, evidence);
      assert.equal(now.routes[0]?.route, old.routes[0]?.route);
      assert.ok(Math.abs((now.routes[0]?.probability ?? 0) - (old.routes[0]?.probability ?? 0)) < 0.01);
      assert.ok(Math.abs(now.outOfScope - old.outOfScope) < 0.05);
    }
  });

  it('refuses, in one line, what is damaged, foreign or newer', async () => {
    const { text } = formatBundle(buildBundle({ routes: await buildRoutesPart(registry) }));
    assert.match(
      refusal(text.replace('"seed": 1', '"seed": 2')),
      /does not fit its checksum: train it again/,
    );
    assert.match(refusal(text.slice(0, -20)), /not valid JSON/);
    assert.match(refusal('[]'), /must be a JSON object/);
    assert.match(
      refusal(text, fitExpectation('b'.repeat(64))),
      /fitted on the encoder fake, bbbbbbbbbbbb is loaded/,
    );
    assert.match(refusal(text, { ...expected, featureVersion: 99 }), /this is version 99/);
    assert.match(
      refusal(forge(text, (body) => (body['version'] = 7))),
      /^format 7 is of a newer Dragoman, this one reads 2: update Dragoman, or train it again$/,
    );
    assert.match(
      refusal(forge(text, (body) => (body['version'] = 1))),
      /^format 1 is of an older Dragoman, this one reads 2: train it again$/,
    );
  });

  it('refuses what has the right checksum and cannot be heads', async () => {
    const { text } = formatBundle(buildBundle({ routes: await buildRoutesPart(registry) }));
    const withIndex = (change: (index: Record<string, unknown>) => void): string =>
      forge(text, (body) => {
        change((body['routes'] as { heads: { index: Record<string, unknown> } }).heads.index);
      });
    const cases: readonly [string, RegExp][] = [
      [
        withIndex((index) => (index['routes'] = ['only'])),
        /index\.dense\.weights holds \d+ numbers, must be/,
      ],
      [withIndex((index) => (index['dimensions'] = 1e9)), /index\.dimensions is 1000000000/],
      [withIndex((index) => (index['scope'] = null)), /index\.scope\.energy\.mean is undefined/],
      [withIndex((index) => (index['blend'] = { temperature: 0 })), /index\.blend/],
      [forge(text, (body) => (body['lineage'] = {})), /lineage\.parent is undefined/],
    ];
    for (const [forged, message] of cases) assert.match(refusal(forged), message);
  });
});
