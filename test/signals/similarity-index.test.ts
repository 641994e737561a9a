import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  buildSimilarityIndex,
  scoreSimilarity,
  type SimilarityIndex,
  type SimilarityScores,
} from '../../src/signals/similarity-index.js';
import type { RouteVectors } from '../../src/signals/prototype.js';
import { hashWords, unit } from '../support/fake-encoder.js';

const COOKING = ['boil the pasta', 'bake the bread', 'boil the rice', 'bake the cake in the oven'];
const CODING = ['sort the array', 'fix the loop', 'sort the linked list', 'fix the array index in the loop'];
const EVERYDAY = ['book a train ticket', 'paint a blue wall', 'who won yesterday', 'call my aunt'];

const vectorsOf = (route: string, texts: readonly string[]): RouteVectors => ({
  route,
  vectors: texts.map(hashWords),
});
const background = EVERYDAY.map(hashWords);
const index = await buildSimilarityIndex(
  [vectorsOf('cooking', COOKING), vectorsOf('coding', CODING)],
  background,
);

function assertHonest({ routes, none }: SimilarityScores): void {
  const probabilities = [none, ...routes.map(({ probability }) => probability)];
  for (const probability of probabilities)
    assert.ok(probability >= 0 && probability <= 1, String(probability));
  const sum = probabilities.reduce((total, probability) => total + probability, 0);
  assert.ok(Math.abs(sum - 1) < 1e-9, `sum is ${sum}`);
  const sorted = routes.map(({ probability }) => probability).sort((a, b) => b - a);
  assert.deepEqual(
    routes.map(({ probability }) => probability),
    sorted,
    'most probable first',
  );
}

describe('scoreSimilarity', () => {
  it('puts the route first whose examples the text resembles', () => {
    for (const [text, route] of [
      ['bake the pasta', 'cooking'],
      ['fix the sort of the list', 'coding'],
    ] as const) {
      const scores = scoreSimilarity(index, hashWords(text));
      assertHonest(scores);
      assert.equal(scores.routes[0]?.route, route);
      assert.ok(scores.routes[0].probability > scores.none);
    }
  });

  it('gives most to none for a text that resembles nothing', () => {
    const scores = scoreSimilarity(index, hashWords('zebra umbrella quartz'));
    assertHonest(scores);
    assert.ok(scores.none > (scores.routes[0]?.probability ?? 1));
  });

  it('stays honest for any direction', () => {
    for (let place = 0; place < 64; place += 1) {
      const axis = new Float32Array(64);
      axis[place] = place % 2 === 0 ? 1 : -1;
      assertHonest(scoreSimilarity(index, axis));
    }
  });

  it('sees no difference between routes with the same examples, and orders them by name', async () => {
    const twins = await buildSimilarityIndex([vectorsOf('b', COOKING), vectorsOf('a', COOKING)], background);
    const scores = scoreSimilarity(twins, hashWords('boil the pasta'));
    assertHonest(scores);
    const [first, second] = scores.routes;
    assert.ok(first !== undefined && second !== undefined);
    assert.ok(first.probability - second.probability < 1e-9);
    assert.equal(first.route, 'a');
  });

  it('becomes surer as the temperature falls', () => {
    const vector = hashWords('bake the bread');
    const at = (temperature: number): number =>
      scoreSimilarity({ ...index, temperature }, vector).routes[0]?.probability ?? 0;
    const falling = [1, 0.5, 0.2, 0.1, 0.05, 0.01].map(at);
    assert.deepEqual(
      falling,
      [...falling].sort((a, b) => a - b),
    );
  });

  it('does not overflow at the lowest temperature', () => {
    assertHonest(scoreSimilarity({ ...index, temperature: 0.01 }, hashWords('bake the bread')));
  });
});

describe('buildSimilarityIndex', () => {
  const assertUsable = (built: SimilarityIndex): void => {
    assert.ok(Number.isFinite(built.none), 'none');
    assert.ok(built.temperature > 0 && Number.isFinite(built.temperature), 'temperature');
    for (const text of ['boil the pasta', 'zebra']) assertHonest(scoreSimilarity(built, hashWords(text)));
  };

  it('works with one route', async () => {
    const built = await buildSimilarityIndex([vectorsOf('cooking', COOKING)], background);
    assertUsable(built);
    const { routes, none } = scoreSimilarity(built, hashWords('boil the pasta'));
    assert.ok((routes[0]?.probability ?? 0) > none);
  });

  it('works with one example a route', async () => {
    const built = await buildSimilarityIndex(
      [vectorsOf('cooking', COOKING.slice(0, 1)), vectorsOf('coding', CODING.slice(0, 1))],
      background,
    );
    assertUsable(built);
    assert.equal(scoreSimilarity(built, hashWords('boil the pasta')).routes[0]?.route, 'cooking');
  });

  it('works without background texts', async () => {
    assertUsable(
      await buildSimilarityIndex([vectorsOf('cooking', COOKING), vectorsOf('coding', CODING)], []),
    );
  });

  it('leaves out a route without examples, and knows nothing when all lack them', async () => {
    const built = await buildSimilarityIndex(
      [vectorsOf('cooking', COOKING), vectorsOf('empty', [])],
      background,
    );
    assert.deepEqual(
      scoreSimilarity(built, hashWords('boil')).routes.map(({ route }) => route),
      ['cooking'],
    );
    const nothing = scoreSimilarity(await buildSimilarityIndex([], background), hashWords('boil'));
    assert.deepEqual(nothing, { routes: [], none: 1 });
  });

  it('has no centre, but no NaN either, for examples that cancel each other out', async () => {
    const vectors = [unit([1, 0]), unit([-1, 0]), unit([0, 1])];
    const built = await buildSimilarityIndex(
      [
        { route: 'torn', vectors },
        { route: 'pair', vectors: vectors.slice(0, 2) },
      ],
      [unit([1, 1])],
    );
    assert.ok(Number.isFinite(built.none) && Number.isFinite(built.temperature));
    assertHonest(scoreSimilarity(built, unit([1, 2])));
  });

  it('takes a repeated example for two', async () => {
    assertUsable(await buildSimilarityIndex([vectorsOf('cooking', ['boil', 'boil', 'boil'])], background));
  });

  it('is surer of routes that lie far apart than of routes that overlap', async () => {
    const overlapping = await buildSimilarityIndex(
      [vectorsOf('one', [...COOKING, ...CODING]), vectorsOf('two', [...CODING, ...COOKING].slice(0, 7))],
      background,
    );
    assert.ok(overlapping.temperature > index.temperature);
  });

  it('scores by the mean of centroid and three nearest', async () => {
    const pair = await buildSimilarityIndex([vectorsOf('cooking', COOKING), vectorsOf('coding', CODING)], []);
    const text = hashWords('bake the array');
    const cosine = (a: Float32Array, b: Float32Array): number =>
      a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
    const expected = [COOKING, CODING].map((texts) => {
      const vectors = texts.map(hashWords);
      const centroid = unit(text.map((_, at) => vectors.reduce((sum, vector) => sum + (vector[at] ?? 0), 0)));
      const nearest = vectors.map((vector) => cosine(vector, text)).sort((a, b) => b - a);
      return (cosine(centroid, text) + nearest.slice(0, 3).reduce((sum, value) => sum + value) / 3) / 2;
    });
    const { routes } = scoreSimilarity(pair, text);
    const probabilityOf = (name: string): number =>
      routes.find(({ route }) => route === name)?.probability ?? NaN;
    const [cooking = NaN, coding = NaN] = expected;
    const ratio = Math.log(probabilityOf('cooking') / probabilityOf('coding')) * pair.temperature;
    assert.ok(Math.abs(ratio - (cooking - coding)) < 1e-6, `${ratio} for ${cooking} - ${coding}`);
  });

  it('lets other work run, and ends when it is told to', async () => {
    const many = Array.from({ length: 2000 }, (_, at) => `example ${at} of ${at % 7} with ${at % 31}`);
    const stop = new AbortController();
    const building = buildSimilarityIndex([vectorsOf('many', many)], background, stop.signal);
    setImmediate(() => {
      stop.abort(new Error('enough'));
    });
    await assert.rejects(building, /enough/);
  });
});
