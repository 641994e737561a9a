import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatRouteHeads, parseRouteHeads } from '../../src/bundle/route-heads-file.js';
import { unitVector } from '../../src/embed/sentence-vector.js';
import { randomNumbers } from '../../src/heads/random.js';
import { hashNgrams } from '../../src/signals/hashed-ngrams.js';
import { fitRouteHead } from '../../src/signals/routes/route-head.js';
import { scoreRoutes } from '../../src/signals/routes/score-routes.js';

const ROUTES = ['sky', 'sea', 'land'];
const DIMENSIONS = 12;

/**
 * Rows whose route shows in the first numbers, where a route has eight places of its own, while others go farther to both
 * sides: neighbours, compared by what tells routes apart, have something to add.
 */
function drawRoutes(rows: number): { route: string; texts: string[]; vectors: Float32Array[] }[] {
  const random = randomNumbers(3);
  const places = ROUTES.map(() =>
    Array.from({ length: 8 }, () => [random() - 0.5, random() - 0.5, random() - 0.5]),
  );
  return ROUTES.map((route, label) => {
    const texts = Array.from({ length: rows }, (_, at) => `${at} of ${ROUTES[at % 3] ?? ''}`);
    const vectors = texts.map((_, at) => {
      const place = places[label]?.[at % 8] ?? [];
      return unitVector(
        Float32Array.from({ length: DIMENSIONS }, (__, i) =>
          i < 3 ? (place[i] ?? 0) + 0.1 * (random() - 0.5) : 1 + (random() - 0.5),
        ),
      );
    });
    return { route, texts, vectors };
  });
}

describe('parseRouteHeads', () => {
  it('gives back a head with whitened examples, as far as its rounded numbers can', async () => {
    const routes = drawRoutes(400);
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
    for (const { texts, vectors } of drawRoutes(20)) {
      for (const [at, vector] of vectors.entries()) {
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
    const head = await fitRouteHead(drawRoutes(400), { texts: [], vectors: [] });
    const stored = JSON.parse(
      JSON.stringify(formatRouteHeads({ index: head, fast: { head, bars: undefined }, sameText: undefined })),
    ) as { index: { searched: { space: { matrix: unknown; mean: unknown } } } };
    stored.index.searched.space.matrix = stored.index.searched.space.mean;
    const parsed = parseRouteHeads(stored);
    assert.ok(!parsed.ok);
    assert.match(parsed.problem.message, /index\.searched\.space\.matrix/);
  });
});
