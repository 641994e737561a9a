import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fitRouteHead } from '../../../src/signals/routes/route-head.js';
import { type DrawnLayout, drawRoutes } from '../../support/drawn-routes.js';

/** Routes of eight places each, beside which what all texts share is large. */
const SHARED: DrawnLayout = {
  ...{ routes: 4, each: 300, dimensions: 32, places: 8, telling: 4 },
  ...{ near: 0.15, noise: 0.3, shared: 3 },
};
/** Routes of many places that lie far apart: what tells them is what differs most within a route. */
const SCATTERED: DrawnLayout = { ...SHARED, dimensions: 128, places: 12, noise: 0.2, shared: 0 };

const isWhitened = async (layout: DrawnLayout): Promise<boolean> => {
  const { searched, blend } = await fitRouteHead(drawRoutes(layout), { texts: [], vectors: [] });
  assert.ok(blend.near > 0, 'neighbours have something to add');
  return searched.space !== undefined;
};

describe('the examples among which neighbours are looked for', () => {
  it('are whitened where that lets neighbours tell routes apart better', async () => {
    assert.equal(await isWhitened(SHARED), true);
  });

  it('stay as the encoder gave them where whitening would hide what tells routes apart', async () => {
    assert.equal(await isWhitened(SCATTERED), false);
  });

  it('stay as the encoder gave them where they are too few to tell', async () => {
    assert.equal(await isWhitened({ ...SHARED, each: 249 }), false);
  });
});
