import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashNgrams } from '../../../src/signals/hashed-ngrams.js';
import type { EmbeddedExamples, RouteExamples } from '../../../src/signals/routes/route-examples.js';
import { fitRouteHead, type RouteHead, scoreRoutes } from '../../../src/signals/routes/route-head.js';
import type { RouteScores } from '../../../src/signals/routes/route-scores.js';
import { hashWords, unit } from '../../support/fake-encoder.js';

const COOKING = [
  ...['boil the pasta', 'bake the bread', 'boil the rice', 'bake the cake in the oven'],
  ...['fry the egg', 'how long must rice boil', 'oven heat for bread', 'bake a cake'],
];
const CODING = [
  ...['sort the array', 'fix the loop', 'sort the linked list', 'fix the array index in the loop'],
  ...['fix the index', 'how do I sort a list', 'reverse the linked list', 'loop over an array'],
];
const EVERYDAY = ['book a train ticket', 'paint a blue wall', 'who won yesterday', 'call my aunt'];

const embedded = (texts: readonly string[]): EmbeddedExamples => ({ texts, vectors: texts.map(hashWords) });
const routeOf = (route: string, texts: readonly string[], not?: readonly string[]): RouteExamples => ({
  route,
  ...embedded(texts),
  ...(not && { not: embedded(not) }),
});
const both = [routeOf('cooking', COOKING), routeOf('coding', CODING)];
const background = embedded(EVERYDAY);
const head = await fitRouteHead(both, background);

const score = (fitted: RouteHead, text: string): RouteScores =>
  scoreRoutes(fitted, { ngrams: hashNgrams(text), vector: hashWords(text) });
const probabilityOf = ({ routes }: RouteScores, name: string): number =>
  routes.find(({ route }) => route === name)?.probability ?? NaN;

function assertHonest({ routes, outOfScope }: RouteScores): void {
  const probabilities = routes.map(({ probability }) => probability);
  for (const value of [outOfScope, ...probabilities]) assert.ok(value >= 0 && value <= 1, String(value));
  const sum = probabilities.reduce((total, probability) => total + probability, 0);
  assert.ok(Math.abs(sum - 1) < 1e-6, `sum is ${sum}`);
  assert.deepEqual(
    probabilities,
    [...probabilities].sort((a, b) => b - a),
    'most probable first',
  );
}

describe('scoreRoutes', () => {
  it('puts the route first whose examples the text resembles', () => {
    for (const [text, route] of [
      ['bake the pasta', 'cooking'],
      ['fix the sort of the list', 'coding'],
    ] as const) {
      const scores = score(head, text);
      assertHonest(scores);
      assert.equal(scores.routes[0]?.route, route);
      assert.ok(scores.outOfScope < 0.5, `${text}: ${scores.outOfScope}`);
    }
  });

  it('calls a text out of scope that resembles nothing', () => {
    const scores = score(head, 'zebra umbrella quartz');
    assertHonest(scores);
    assert.ok(scores.outOfScope > 0.5, String(scores.outOfScope));
  });

  it('stays honest for any direction, and for prompts that are no sentences', () => {
    for (let place = 0; place < 64; place += 1) {
      const vector = new Float32Array(64);
      vector[place] = place % 2 === 0 ? 1 : -1;
      assertHonest(scoreRoutes(head, { ngrams: hashNgrams('x'), vector }));
    }
    for (const text of ['', '🎉'.repeat(1000), '\u200B'.repeat(1000), 'x'.repeat(60_000), 'кот 猫 قط'])
      assertHonest(score(head, text));
  });

  it('reads the n-grams alone without a vector, and with one that is not finite or too short', () => {
    const ngrams = hashNgrams('bake the bread in the oven');
    const without = scoreRoutes(head, { ngrams });
    assertHonest(without);
    for (const vector of [new Float32Array(64).fill(NaN), new Float32Array(3)])
      assert.deepEqual(scoreRoutes(head, { ngrams, vector }), without);
  });
});

describe('fitRouteHead', () => {
  it('gives the same head for the same seed', async () => {
    assert.deepEqual(await fitRouteHead(both, background), head);
  });

  it('works with one route', async () => {
    const one = await fitRouteHead([routeOf('cooking', COOKING)], background);
    assert.ok(score(one, 'boil the pasta').outOfScope < 0.5);
    assert.ok(score(one, 'zebra umbrella quartz').outOfScope > 0.5);
    assertHonest(score(one, 'boil'));
  });

  it('works with one example a route', async () => {
    const single = await fitRouteHead(
      [routeOf('cooking', COOKING.slice(0, 1)), routeOf('coding', CODING.slice(0, 1))],
      background,
    );
    assert.equal(score(single, 'boil the pasta').routes[0]?.route, 'cooking');
    assert.ok(score(single, 'boil the pasta').outOfScope < 0.5);
    assert.deepEqual([single.folds, single.thresholds], [[], {}]);
  });

  it('does not let a large route swallow a small one', async () => {
    const many = Array.from({ length: 200 }, (_, at) => `sort the array number ${at} in the loop`);
    const uneven = await fitRouteHead(
      [routeOf('coding', many), routeOf('cooking', COOKING.slice(0, 2))],
      background,
    );
    assert.equal(score(uneven, 'bake the bread').routes[0]?.route, 'cooking');
  });

  it('works without background texts, and without vectors', async () => {
    assertHonest(score(await fitRouteHead(both, embedded([])), 'boil'));
    const words = both.map(({ route, texts }) => ({ route, texts, vectors: [] }));
    const plain = await fitRouteHead(words, { texts: EVERYDAY, vectors: [] });
    assert.equal(score(plain, 'bake the bread').routes[0]?.route, 'cooking');
    assert.ok(score(plain, 'zebra umbrella quartz').outOfScope > 0.5);
  });

  it('leaves out empty texts, vectors that are not finite, and routes with nothing left', async () => {
    const broken = {
      texts: ['', 'a', 'b'],
      vectors: [hashWords('x'), new Float32Array(64).fill(NaN), new Float32Array(2)],
    };
    const fitted = await fitRouteHead(
      [...both, { route: 'broken', ...broken }, routeOf('empty', [])],
      background,
    );
    assert.deepEqual(fitted.routes, ['cooking', 'coding']);
    assertHonest(score(fitted, 'boil the pasta'));
  });

  it('knows nothing when all routes lack examples', async () => {
    const nothing = await fitRouteHead([routeOf('empty', [])], background);
    assert.deepEqual(score(nothing, 'boil'), { routes: [], outOfScope: 1 });
  });

  it('is sure of neither of two routes with the same examples', async () => {
    const twins = await fitRouteHead([routeOf('b', COOKING), routeOf('a', COOKING)], background);
    const scores = score(twins, 'boil the pasta');
    assertHonest(scores);
    assert.ok((scores.routes[0]?.probability ?? 1) < 0.75);
  });

  it('stays finite for examples that cancel each other out', async () => {
    const vectors = [unit([1, 0]), unit([-1, 0]), unit([0, 1])];
    const torn = await fitRouteHead(
      [
        { route: 'torn', texts: ['a', 'b', 'c'], vectors },
        { route: 'pair', texts: ['a', 'b'], vectors: vectors.slice(0, 2) },
      ],
      { texts: ['d'], vectors: [unit([1, 1])] },
    );
    assertHonest(scoreRoutes(torn, { ngrams: hashNgrams('a'), vector: unit([1, 2]) }));
  });

  it('lowers a route for texts like those it is not for', async () => {
    const not = ['boil an egg for the dog', 'boil the dog food', 'boil rice for my dog'];
    const careful = await fitRouteHead(
      [routeOf('cooking', COOKING, not), routeOf('coding', CODING)],
      background,
    );
    const text = 'boil rice for the dog';
    assertHonest(score(careful, text));
    assert.ok(probabilityOf(score(careful, text), 'cooking') < probabilityOf(score(head, text), 'cooking'));
    assert.ok(score(careful, text).outOfScope > 0.5);
    assert.ok(score(careful, 'bake the bread').outOfScope < 0.5);
    assert.deepEqual(careful.routes, ['cooking', 'coding']);
  });

  it('hands out what heads that never saw a text say of it', () => {
    assert.equal(head.folds.length, COOKING.length + CODING.length);
    for (const { text, route, scores } of head.folds) {
      assertHonest(scores);
      assert.ok((route === 'cooking' ? COOKING : CODING).includes(text));
    }
    const right = head.folds.filter(({ route, scores }) => scores.routes[0]?.route === route).length;
    assert.ok(right > head.folds.length / 2 && right <= head.folds.length, String(right));
  });

  it('fits thresholds that nearly all of the examples clear', async () => {
    const texts = (noun: string): string[] =>
      Array.from({ length: 60 }, (_, at) => `${noun} number ${at} and ${at % 7}`);
    const fitted = await fitRouteHead(
      [routeOf('one', texts('bread')), routeOf('two', texts('array'))],
      background,
    );
    for (const route of ['one', 'two']) {
      const bar = fitted.thresholds[route] ?? NaN;
      const own = fitted.folds.filter((fold) => fold.route === route);
      const cleared = own.filter(({ scores }) => probabilityOf(scores, route) >= bar - 1e-6).length;
      assert.ok(
        bar > 0 && bar < 1 && cleared / own.length >= 0.95,
        `${route}: ${bar}, ${cleared} of ${own.length}`,
      );
    }
  });

  it('lets other work run, and ends when it is told to', async () => {
    const many = Array.from({ length: 2000 }, (_, at) => `example ${at} of ${at % 7} with ${at % 31}`);
    const stop = new AbortController();
    const fitting = fitRouteHead([routeOf('many', many), ...both], background, { signal: stop.signal });
    setImmediate(() => {
      stop.abort(new Error('enough'));
    });
    await assert.rejects(fitting, /enough/);
  });
});
