import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatRouteHeads, parseRouteHeads } from '../../src/bundle/route-heads-file.js';
import { hashNgrams } from '../../src/signals/hashed-ngrams.js';
import { fitRouteHead } from '../../src/signals/routes/route-head.js';
import { scoreRoutes } from '../../src/signals/routes/score-routes.js';
import { drawRoutes } from '../support/drawn-routes.js';

/** Neighbours, compared by what tells routes apart, have something to add. */
const LAYOUT = {
  ...{ routes: 3, each: 400, dimensions: 12, places: 8, telling: 3 },
  ...{ near: 0.1, noise: 0.5, shared: 2 },
};

describe('parseRouteHeads', () => {
  it('gives back a head with whitened examples, as far as its rounded numbers can', async () => {
    const routes = drawRoutes(LAYOUT);
    const head = await fitRouteHead(routes, { texts: [], vectors: [] });
    assert.ok(head.searched.space !== undefined, 'enough rows, and neighbours add something');
    const fast = { head, bars: undefined };
    const stored: unknown = JSON.parse(
      JSON.stringify(formatRouteHeads({ index: head, fast, sameText: undefined })),
    );
    const parsed = parseRouteHeads(stored);
    assert.ok(parsed.ok);
    const { index } = parsed.value;
    assert.ok(index?.searched.space !== undefined);
    for (const { texts, vectors } of routes) {
      for (const [at, vector] of vectors.slice(0, 20).entries()) {
        const evidence = { ngrams: hashNgrams(texts[at] ?? ''), vector };
        const [before, after] = [scoreRoutes(head, evidence), scoreRoutes(index, evidence)];
        const first = before.routes[0];
        const same = after.routes.find(({ route }) => route === first?.route);
        assert.ok(Math.abs((first?.probability ?? 0) - (same?.probability ?? 1)) < 0.05);
        assert.ok(Math.abs(before.outOfScope - after.outOfScope) < 0.05);
      }
    }
  });

  it('refuses a whitening of another size', async () => {
    const head = await fitRouteHead(drawRoutes(LAYOUT), { texts: [], vectors: [] });
    const stored = JSON.parse(
      JSON.stringify(formatRouteHeads({ index: head, fast: { head, bars: undefined }, sameText: undefined })),
    ) as { index: { searched: { space: { matrix: unknown; mean: unknown } } } };
    stored.index.searched.space.matrix = stored.index.searched.space.mean;
    const parsed = parseRouteHeads(stored);
    assert.ok(!parsed.ok);
    assert.match(parsed.problem.message, /index\.searched\.space\.matrix/);
  });
});
