import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { madeUpRoutes } from '../../../bench/heads/made-up-routes.js';

describe('madeUpRoutes', () => {
  const size = { routes: 3, examples: 4, dimensions: 16 };

  it('makes as many routes, texts and unit vectors as asked for', () => {
    const routes = madeUpRoutes(size);
    assert.equal(new Set(routes.map(({ route }) => route)).size, 3);
    for (const { texts, vectors } of routes) {
      assert.equal(texts.length, 4);
      for (const text of texts) assert.doesNotMatch(text, /%|undefined/);
      for (const vector of vectors) {
        assert.equal(vector.length, 16);
        assert.ok(Math.abs(vector.reduce((sum, value) => sum + value * value, 0) - 1) < 1e-5);
      }
    }
  });

  it('makes the same from the same seed, and other texts from another', () => {
    assert.deepEqual(madeUpRoutes(size, 7), madeUpRoutes(size, 7));
    assert.notDeepEqual(madeUpRoutes(size, 7)[0]?.texts, madeUpRoutes(size, 8)[0]?.texts);
  });
});
