import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crossValidate } from '../../../src/lab/lint/cross-validate.js';
import type { RouteExamples } from '../../../src/signals/routes/route-examples.js';

const NOUNS = ['invoice', 'parcel', 'engine', 'recipe'];

/** Routes told apart by a word, without vectors. */
function routesOf(count: number): RouteExamples[] {
  return NOUNS.map((noun) => ({
    route: noun,
    texts: Array.from({ length: count }, (_, at) => `please look at the ${noun} number ${at} for me`),
    vectors: [],
  }));
}

const background = { texts: ['good morning'], vectors: [] };

describe('crossValidate', () => {
  for (const count of [12, 320]) {
    it(`judges every one of ${count} examples a route by a head that never saw it`, async () => {
      const routes = [...routesOf(count), { route: 'single', texts: ['just this'], vectors: [] }];
      const folds = await crossValidate({ routes, background });
      assert.equal(new Set(folds.map(({ text }) => text)).size, NOUNS.length * count);
      assert.ok(folds.every(({ route }) => route !== 'single'));
      const right = folds.filter(({ route, scores }) => scores.routes[0]?.route === route);
      assert.ok(right.length > 0.95 * folds.length, `${right.length} of ${folds.length}`);
    });
  }
});
