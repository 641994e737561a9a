import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPace } from '../../src/signals/pace.js';
import { exampleAt, likeness, searchLimit, toPrototype } from '../../src/signals/prototype.js';
import { unit } from '../support/fake-encoder.js';

const pace = createPace();
/** Unit vectors that turn from the x axis to the y axis. */
const fan = (count: number): Float32Array[] =>
  Array.from({ length: count }, (_, at) => {
    const angle = (at / count) * (Math.PI / 2);
    return unit([Math.cos(angle), Math.sin(angle)]);
  });

describe('searchLimit', () => {
  it('leaves usual registries whole', () => {
    for (const counts of [[], [1], [200], Array.from({ length: 20 }, () => 200), [5, 5, 200]]) {
      assert.ok(searchLimit(counts) >= Math.max(0, ...counts), counts.join());
    }
  });

  it('bounds each route, and all of them together', () => {
    assert.equal(searchLimit([100_000]), 200);
    const limit = searchLimit(Array.from({ length: 100 }, () => 1000));
    assert.ok(limit === 40, String(limit));
    assert.equal(
      searchLimit(Array.from({ length: 5000 }, () => 100)),
      4,
      'the three nearest, and one left out',
    );
  });
});

describe('toPrototype', () => {
  it('searches an even choice of the examples, and makes the centroid of all', async () => {
    const vectors = fan(100);
    const all = await toPrototype({ route: 'fan', vectors }, 100, pace);
    const some = await toPrototype({ route: 'fan', vectors }, 10, pace);
    assert.deepEqual([all.count, some.count], [100, 10]);
    assert.deepEqual([some.centre, some.length], [all.centre, all.length]);
    for (let at = 0; at < 10; at += 1) assert.deepEqual(exampleAt(some, at), vectors[at * 10]);
  });
});

describe('likeness', () => {
  it('leaves an example out as if it were not there', async () => {
    const vectors = fan(6);
    const whole = await toPrototype({ route: 'fan', vectors }, 200, pace);
    for (const [at, vector] of vectors.entries()) {
      const others = vectors.filter((other) => other !== vector);
      const rest = await toPrototype({ route: 'rest', vectors: others }, 200, pace);
      assert.ok(Math.abs(likeness(whole, vector, at) - likeness(rest, vector)) < 1e-6);
    }
  });

  it('is 1 for the only example, and 0 when that is left out', async () => {
    const [vector = new Float32Array()] = fan(1);
    const single = await toPrototype({ route: 'single', vectors: [vector] }, 200, pace);
    assert.ok(Math.abs(likeness(single, vector) - 1) < 1e-6);
    assert.equal(likeness(single, vector, 0), 0);
  });
});
