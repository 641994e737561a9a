import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadRegistry } from '../../../src/config/load.js';
import { mineClusters, type TrafficCluster } from '../../../src/lab/drift/mine-clusters.js';
import { routeDocument } from '../../../src/lab/drift/route-document.js';
import { centreOf } from '../../../src/lab/drift/route-space.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const CITIES = ['Oslo', 'Rome', 'Lima', 'Cairo', 'Quito', 'Delhi', 'Seoul', 'Dakar', 'Paris', 'Tunis'];
const WEATHER = CITIES.map((city) => `What will the weather be in ${city} tomorrow?`);
const TRAINS = CITIES.map((city) => `Book me a train to ${city}, please: "window" seat\u2028C:\\tmp`);
const STRAYS = Array.from({ length: 9 }, (_, index) => `stray ${index}`);

/** Texts of a group are nearly the same direction, strays all different ones. */
function vectorsOf(): Map<string, Float32Array> {
  const direction = (axis: number, tilt: number): Float32Array => {
    const vector = new Float32Array(24);
    vector[axis] = 1;
    vector[12 + (tilt % 12)] = 0.3;
    return centreOf([vector]);
  };
  return new Map([
    ...WEATHER.map((text, index) => [text, direction(0, index)] as const),
    ...TRAINS.map((text, index) => [text, direction(1, index)] as const),
    ...STRAYS.map((text, index) => [text, direction(2 + index, index)] as const),
  ]);
}

const prompts = (texts: readonly string[], times = 1): { at: number; route: null; text: string }[] =>
  texts.flatMap((text) => Array.from({ length: times }, (_, at) => ({ at, route: null, text })));

const mine = (taken: readonly string[] = []): TrafficCluster[] => {
  const vectors = vectorsOf();
  const centre = centreOf(WEATHER.slice(0, 2).map((text) => vectors.get(text) ?? new Float32Array(24)));
  return mineClusters([...prompts(WEATHER), ...prompts(STRAYS), ...prompts(TRAINS, 3)], {
    ...{ vectors, taken, centres: [{ route: 'forecast', centre }] },
    covered: ['What is this, please?', 'Tell me what it will be', 'Book to read'],
  });
};

describe('mineClusters', () => {
  it('finds the kinds of requests, those asked most often first, and drops what is strange by itself', () => {
    const [trains, weather, ...others] = mine();
    assert.ok(trains !== undefined && weather !== undefined);
    assert.deepEqual(others, []);
    assert.deepEqual([trains.requests, trains.distinct], [30, 10]);
    assert.deepEqual([weather.requests, weather.distinct], [10, 10]);
    assert.deepEqual(weather.words.slice(0, 2), ['tomorrow', 'weather']);
    assert.equal(weather.nearest?.route, 'forecast');
    assert.ok(weather.nearest.cosine > 0.9 && (trains.nearest?.cosine ?? 1) < 0.5);
    assert.ok(trains.cohesion > 0.9);
  });

  it('suggests examples that are not all the same', () => {
    const [, weather] = mine();
    assert.equal(weather?.examples.length, 10);
    assert.equal(new Set(weather.examples).size, 10);
  });

  it('is the same every time', () => {
    assert.deepEqual(mine(), mine());
  });

  it('never takes a name that is taken', () => {
    const [first, second] = mine().map(({ name }) => name);
    assert.ok(first !== undefined && second !== undefined && first !== second);
    assert.equal(mine([first])[0]?.name, `${first}-2`);
  });

  it('has a name for words of any script', () => {
    const text = (index: number): string => `погода завтра ${'абвгдежзик'[index] ?? ''}`;
    const texts = Array.from({ length: 8 }, (_, index) => text(index));
    const vectors = new Map(texts.map((one) => [one, Float32Array.of(1, 0)] as const));
    const [cluster] = mineClusters(prompts(texts), { vectors, centres: [], covered: [], taken: [] });
    assert.equal(cluster?.name, 'uncovered');
    assert.equal(cluster.nearest, undefined);
  });

  it('finds nothing in nothing', () => {
    assert.deepEqual(mineClusters([], { vectors: new Map(), centres: [], covered: [], taken: [] }), []);
  });
});

describe('routeDocument', () => {
  const POOL = (more: string): string => `apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: {name: pool}
spec:
  default: large
  models:
    - {name: small, url: http://small.example/v1, model: s, price: {input: 1, output: 1}}
    - {name: large, url: http://large.example/v1, model: l, price: {input: 2, output: 2}}
${more}---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: {name: forecast}
spec:
  examples: [rain, sun, snow, wind, fog]
`;

  const check = (pool: string): void => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'pool.yaml'), pool);
    const before = loadRegistry(folder);
    assert.ok(before.ok);
    for (const cluster of mine()) {
      writeFileSync(join(folder, `${cluster.name}.yaml`), routeDocument(cluster, before.registry));
    }
    const after = loadRegistry(folder);
    assert.ok(after.ok, JSON.stringify(after));
    assert.deepEqual(after.warnings, []);
    const route = after.registry.routes.find(({ name }) => name === mine()[0]?.name);
    assert.deepEqual(route?.examples.toSorted(), TRAINS.toSorted());
  };

  it('is valid as it stands, whatever the examples hold', () => {
    check(`${POOL('')}  target: small\n`);
  });

  it('names no target where the pool has a cascade for all routes', () => {
    check(POOL('  cascade: {tiers: [small, large]}\n'));
  });
});
