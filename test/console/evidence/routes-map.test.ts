import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type MapOptions, routesMap } from '../../../src/console/evidence/routes-map.js';
import type { StoredRecord } from '../../../src/record/stored-record.js';
import type { RoutesMap } from '../../../src/console/api/evidence.js';
import { buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { hashWords } from '../../support/fake-encoder.js';
import { memoryStore } from '../../support/memory-store.js';

const registry = buildRegistry(
  [buildModel('small'), buildModel('large')],
  [
    buildRoute('table', 'small', {
      examples: ['book a table', 'reserve a table', 'book a table for dinner', 'a table for two'],
    }),
    buildRoute('code', 'large', {
      examples: ['fix my code', 'debug the code', 'write code that sorts', 'sort code faster'],
    }),
    buildRoute('train', 'large', {
      examples: ['train to the coast', 'next train north', 'train tickets', 'is the train late'],
    }),
    buildRoute('rules', 'large', { match: [{ keywords: ['rules'] }] }),
  ],
);

const embed: NonNullable<MapOptions['embed']> = (texts) =>
  Promise.resolve({ vectors: new Map(texts.map((text) => [text, hashWords(text)])), missing: undefined });

function said(id: string, text: string, changes: Partial<StoredRecord> = {}): StoredRecord {
  const record = buildStoredRecord(id, { route: 'table', ...changes });
  return { ...record, prompt: { ...record.prompt, messages: [{ role: 'user', text }] } };
}

const WEATHER = ['rain', 'snow', 'sun', 'fog', 'hail', 'wind', 'frost', 'storm', 'heat', 'mist'];

const traffic = [
  ...Array.from({ length: 40 }, (_, at) => said(`t${at}`, `book a table for ${at} please`)),
  ...WEATHER.map((word, at) =>
    said(`w${at}`, `weather forecast tomorrow ${word}`, {
      route: null,
      layer: 'similarity',
      reason: 'out_of_scope',
    }),
  ),
  said('long', `${'a'.repeat(119)}😀 and on`),
];

const OPTIONS: MapOptions = { registry, embed, store: memoryStore(traffic), filter: {}, limit: 100 };

const ofKind = ({ points }: RoutesMap, kind: string): RoutesMap['points'] =>
  points.filter((point) => point.kind === kind);

describe('routesMap', () => {
  it('places examples, routes and traffic, with what they say and which decision it was', async () => {
    const map = await routesMap(OPTIONS);
    assert.equal(map.note, null);
    assert.deepEqual(
      map.routes.map(({ name, examples }) => [name, examples]),
      [
        ['table', 4],
        ['code', 4],
        ['train', 4],
      ],
    );
    assert.equal(ofKind(map, 'example').length, 12);
    const shown = ofKind(map, 'traffic');
    assert.equal(shown.length, 51);
    assert.ok(shown.every(({ decision, text }) => decision !== null && text !== null));
    assert.ok(map.points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
    assert.ok(map.explained > 0 && map.explained <= 1);
    assert.equal(shown.find(({ decision }) => decision === 'long')?.text, 'a'.repeat(119));
  });

  it('lays traffic near the route that it resembles', async () => {
    const map = await routesMap(OPTIONS);
    const point = map.points.find(({ decision }) => decision === 't7');
    assert.ok(point);
    const far = map.routes.map(({ x, y }) => Math.hypot(x - point.x, y - point.y));
    assert.equal(map.routes[far.indexOf(Math.min(...far))]?.name, 'table');
  });

  it('finds what no route covers, with a Route to paste', async () => {
    const { clusters } = await routesMap(OPTIONS);
    const [cluster, ...others] = clusters;
    assert.deepEqual(others, []);
    assert.equal(cluster?.requests, WEATHER.length);
    assert.ok(cluster.words.includes('forecast'));
    assert.match(cluster.document, /^apiVersion: dragoman.dev\/v1alpha1\nkind: Route\n/);
    assert.ok(cluster.examples.every((example) => example.startsWith('weather forecast')));
  });

  it('keeps to its limit, evenly, and draws the same every time', async () => {
    const few = await routesMap({ ...OPTIONS, limit: 20 });
    assert.equal(few.points.length, 19, 'three examples of each route, and ten of the traffic');
    assert.equal(ofKind(few, 'traffic').length, 10);
    assert.deepEqual(await routesMap({ ...OPTIONS, limit: 20 }), few);
  });

  it('says why something is missing', async () => {
    const noteOf = async (changes: Partial<MapOptions>): Promise<string | null> =>
      (await routesMap({ ...OPTIONS, ...changes })).note;
    assert.match((await noteOf({ embed: undefined })) ?? '', /no encoder/);
    assert.match((await noteOf({ store: undefined })) ?? '', /No records are kept/);
    assert.match((await noteOf({ store: memoryStore() })) ?? '', /no records of this period/);
    assert.match((await noteOf({ store: memoryStore([buildStoredRecord('a')]) })) ?? '', /keep no text/);
  });

  it('shows traffic where no route has examples, and nothing of nothing', async () => {
    const bare = buildRegistry([buildModel('small')]);
    const map = await routesMap({ ...OPTIONS, registry: bare });
    assert.deepEqual([map.routes.length, map.points.length], [0, 51]);
    const empty = await routesMap({ ...OPTIONS, registry: bare, store: undefined });
    assert.deepEqual([empty.points, empty.clusters, empty.explained], [[], [], 0]);
  });

  it('leaves out what the encoder fails on, and says so of what it did not come to', async () => {
    const half =
      (missing: 'loading' | undefined): MapOptions['embed'] =>
      async (texts) => ({
        ...(await embed(texts.filter((_, at) => at % 2 === 0))),
        missing,
      });
    const map = await routesMap({ ...OPTIONS, embed: half(undefined) });
    assert.ok(map.points.length > 20 && map.points.length < 40);
    assert.equal(map.note, null);
    const { note } = await routesMap({ ...OPTIONS, embed: half('loading') });
    assert.match(note ?? '', /^32 of 63 texts are embedded; ask again/);
  });
});
