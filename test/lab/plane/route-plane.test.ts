import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomNumbers } from '../../../src/heads/random.js';
import { type LabelledVector, routePlane } from '../../../src/lab/plane/route-plane.js';
import { unit } from '../../support/fake-encoder.js';

const DIMENSIONS = 12;
const random = randomNumbers(7);

/** Unit vectors around an axis; the first axes vary most, whatever the route. */
function vectorsOf(route: string, axis: number, count: number): LabelledVector[] {
  return Array.from({ length: count }, () => {
    const values = Array.from({ length: DIMENSIONS }, (_, at) => (random() - 0.5) * (at < 2 ? 6 : 0.2));
    values[axis] = (values[axis] ?? 0) + 1;
    return { route, vector: unit(values) };
  });
}

const three = [...vectorsOf('a', 5, 30), ...vectorsOf('b', 7, 30), ...vectorsOf('c', 9, 30)];

type Place = readonly [x: number, y: number];

function nearestIsOwn(vectors: readonly LabelledVector[], place: (vector: Float32Array) => Place): number {
  const names = [...new Set(vectors.map(({ route }) => route))];
  const means = names.map((name) => {
    const own = vectors.filter(({ route }) => route === name).map(({ vector }) => place(vector));
    return [0, 1].map((axis) => own.reduce((sum, at) => sum + (at[axis] ?? 0), 0) / own.length);
  });
  const right = vectors.filter(({ route, vector }) => {
    const [x, y] = place(vector);
    const far = means.map(([mx = 0, my = 0]) => Math.hypot(x - mx, y - my));
    return names[far.indexOf(Math.min(...far))] === route;
  });
  return right.length / vectors.length;
}

describe('routePlane', () => {
  it('shows routes apart where something else varies more than they do', async () => {
    const plane = await routePlane(three);
    assert.ok(nearestIsOwn(three, plane.place) > 0.95);
    assert.ok(plane.explained > 0 && plane.explained < 1);
  });

  it('is an orthogonal projection about the mean: no two places are farther apart than their vectors', async () => {
    const plane = await routePlane(three);
    for (const [at, { vector }] of three.entries()) {
      const other = three[(at + 41) % three.length]?.vector ?? vector;
      const far = Math.hypot(...vector.map((value, k) => value - (other[k] ?? 0)));
      const [[x, y], [u, v]] = [plane.place(vector), plane.place(other)];
      assert.ok(Math.hypot(x - u, y - v) <= far + 1e-6);
    }
    const places = three.map(({ vector }) => plane.place(vector));
    for (const axis of [0, 1] as const) {
      assert.ok(Math.abs(places.reduce((sum, place) => sum + place[axis], 0)) < 1e-4);
    }
  });

  it('is the same every time', async () => {
    const [one, two] = [await routePlane(three), await routePlane(three)];
    const vector = three[0]?.vector ?? new Float32Array();
    assert.deepEqual(one.place(vector), two.place(vector));
  });

  it('does with two routes, one route, one example a route, one vector, and none', async () => {
    const cases = [
      three.slice(0, 60),
      three.slice(0, 30),
      [three[0], three[30], three[60]].filter((one) => one !== undefined),
      three.slice(0, 1),
      [],
    ];
    for (const vectors of cases) {
      const plane = await routePlane(vectors);
      const places = vectors.map(({ vector }) => plane.place(vector));
      assert.ok(places.flat().every(Number.isFinite), `${vectors.length} vectors`);
      assert.ok(plane.explained >= 0 && plane.explained <= 1);
    }
    const line = await routePlane(three.slice(0, 60));
    assert.ok(nearestIsOwn(three.slice(0, 60), line.place) > 0.95);
  });
});
