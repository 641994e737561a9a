import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  fitted,
  fromPixels,
  nearestPoint,
  panned,
  toPixels,
  zoomed,
} from '../../../../../src/console/page/charts/scatter/viewport.js';

const POINTS = [
  { x: -1, y: -1 },
  { x: 1, y: 1 },
  { x: 0.9, y: -1 },
];

describe('a viewport', () => {
  it('holds every point, y upwards', () => {
    const view = fitted(POINTS, 400, 300);
    for (const point of POINTS) {
      const { x, y } = toPixels(view, point);
      assert.ok(x >= 0 && x <= 400 && y >= 0 && y <= 300);
    }
    assert.ok(toPixels(view, { x: 0, y: 1 }).y < toPixels(view, { x: 0, y: -1 }).y);
  });

  it('goes to pixels and back', () => {
    const view = fitted(POINTS, 400, 300);
    const back = fromPixels(view, toPixels(view, { x: 0.3, y: -0.2 }));
    assert.ok(Math.abs(back.x - 0.3) < 1e-9 && Math.abs(back.y + 0.2) < 1e-9);
  });

  it('survives one point, and none', () => {
    assert.deepEqual(toPixels(fitted([{ x: 5, y: 5 }], 100, 80), { x: 5, y: 5 }), { x: 50, y: 40 });
    assert.equal(fitted([], 100, 80).zoom, 1);
  });

  it('keeps what is under the pointer when it zooms, and keeps to its bounds', () => {
    const view = fitted(POINTS, 400, 300);
    const pixel = { x: 120, y: 70 };
    const before = fromPixels(view, pixel);
    const near = zoomed(view, 3, pixel, [1, 1e6]);
    const after = fromPixels(near, pixel);
    assert.ok(Math.abs(before.x - after.x) < 1e-9 && Math.abs(before.y - after.y) < 1e-9);
    assert.equal(zoomed(view, 1e9, pixel, [1, 500]).zoom, 500);
  });

  it('follows a drag', () => {
    const view = fitted(POINTS, 400, 300);
    const [start, end] = [
      toPixels(view, { x: 0, y: 0 }),
      toPixels(panned(view, { x: 30, y: -10 }), { x: 0, y: 0 }),
    ];
    assert.ok(Math.abs(end.x - start.x - 30) < 1e-9 && Math.abs(end.y - start.y + 10) < 1e-9);
  });

  it('finds the nearest point within reach', () => {
    const view = fitted(POINTS, 400, 300);
    const { x, y } = toPixels(view, { x: 1, y: 1 });
    assert.equal(nearestPoint(view, POINTS, { x: x + 3, y: y - 4 }, 14), 1);
    assert.equal(nearestPoint(view, POINTS, { x: x - 60, y: y + 60 }, 14), -1);
  });
});
