import type { Registry } from '../../config/registry.js';
import { mineCentred } from '../../lab/drift/mine-clusters.js';
import { routeDocument } from '../../lab/drift/route-document.js';
import { drawEvenly } from '../../lab/draw.js';
import { type LabelledVector, type RoutePlane, routePlane } from '../../lab/plane/route-plane.js';
import { startOfText } from '../../request/cut-text.js';
import type { RecordFilter, RecordStore } from '../../store/record-store.js';
import type { MapCluster, MapPoint, MapRoute, RoutesMap } from '../api/evidence.js';
import type { EmbedSome } from './evidence-embedder.js';
import { mapTraffic, type MapTraffic, NO_TRAFFIC } from './map-traffic.js';

export interface MapOptions {
  readonly registry: Registry;
  /** `undefined` without an encoder: the map is then empty, and says so. */
  readonly embed: EmbedSome | undefined;
  /** `undefined` where no records are kept: the map then shows examples only. */
  readonly store: Pick<RecordStore, 'scan'> | undefined;
  readonly filter: RecordFilter;
  /** Most points: half of them may be examples, and what one kind does not need is the other's. */
  readonly limit: number;
}

const SEED = 1;

/** UTF-16 units of a point's text. */
const MOST_TEXT = 120;

/** Examples and traffic on the plane on which the routes lie apart, see `routePlane`; the same records give the same map. */
export async function routesMap({ registry, embed, store, filter, limit }: MapOptions): Promise<RoutesMap> {
  if (embed === undefined)
    return { ...EMPTY, note: 'There is no encoder (--encoder none), so texts have no place.' };
  const all = registry.routes.reduce((sum, { examples: own }) => sum + own.length, 0);
  const room = limit - Math.min(all, Math.ceil(limit / 2));
  const traffic = store === undefined ? NO_TRAFFIC : await mapTraffic(store, filter, room);
  const examples = drawnExamples(registry, limit - traffic.sample.length);
  const texts = [...examples, ...traffic.sample, ...traffic.uncovered].map(({ text }) => text);
  const distinct = [...new Set(texts)];
  const { vectors, missing } = await embed(distinct);
  const placed = examples.flatMap(({ route, text }) => labelled(route, vectors.get(text)));
  const sampled = traffic.sample.flatMap(({ text }) => labelled('', vectors.get(text)));
  const plane = await routePlane(placed.length > 0 ? placed : sampled);
  const placeOf = (text: string): readonly [x: number, y: number] | undefined => {
    const vector = vectors.get(text);
    return vector && plane.place(vector);
  };
  return {
    explained: plane.explained,
    routes: registry.routes.flatMap(({ name, examples: own }) => routeOnMap(name, own.length, placed, plane)),
    points: [
      ...examples.flatMap((one) => pointOf(placeOf(one.text), { ...one, kind: 'example', decision: null })),
      ...traffic.sample.flatMap((one) => pointOf(placeOf(one.text), { ...one, kind: 'traffic' })),
    ],
    clusters: clustersOf(registry, traffic, vectors, plane),
    note:
      missing === undefined
        ? noteOf(store !== undefined, traffic)
        : unfinished(vectors.size, distinct.length),
  };
}

const EMPTY: RoutesMap = { explained: 0, routes: [], points: [], clusters: [], note: null };

interface Example {
  readonly route: string;
  readonly text: string;
}

function drawnExamples({ routes }: Registry, most: number): Example[] {
  const drawn = drawEvenly(
    routes.map(({ name, examples }) => examples.map((text) => ({ route: name, text }))),
    most,
    SEED,
  );
  // With more routes than points, each would have one example.
  return drawn.flat().slice(0, most);
}

function labelled(route: string, vector: Float32Array | undefined): LabelledVector[] {
  return vector === undefined ? [] : [{ route, vector }];
}

function routeOnMap(
  name: string,
  examples: number,
  placed: readonly LabelledVector[],
  plane: RoutePlane,
): MapRoute[] {
  const places = placed.filter(({ route }) => route === name).map(({ vector }) => plane.place(vector));
  if (places.length === 0) return [];
  const [x, y] = [0, 1].map(
    (axis) => places.reduce((sum, place) => sum + (place[axis] ?? 0), 0) / places.length,
  );
  return [{ name, examples, x: rounded(x ?? 0), y: rounded(y ?? 0) }];
}

function pointOf(
  place: readonly [x: number, y: number] | undefined,
  { kind, route, text, decision }: Omit<MapPoint, 'x' | 'y' | 'text'> & { readonly text: string },
): MapPoint[] {
  if (place === undefined) return [];
  const [x, y] = place;
  return [{ x: rounded(x), y: rounded(y), kind, route, text: startOfText(text, MOST_TEXT), decision }];
}

function clustersOf(
  registry: Registry,
  { uncovered }: MapTraffic,
  vectors: ReadonlyMap<string, Float32Array>,
  plane: RoutePlane,
): MapCluster[] {
  const found = mineCentred(uncovered, {
    ...{ vectors, centres: [] },
    covered: registry.routes.flatMap(({ examples }) => examples),
    taken: registry.routes.map(({ name }) => name),
  });
  return found.map(({ cluster, centre }) => {
    const [x, y] = plane.place(centre);
    const { name, requests, words, examples } = cluster;
    const document = routeDocument(cluster, registry);
    return { name, x: rounded(x), y: rounded(y), requests, words, examples, document };
  });
}

function unfinished(count: number, all: number): string {
  return `${count} of ${all} texts are embedded; ask again to see the others.`;
}

function noteOf(hasStore: boolean, { records, withText }: MapTraffic): string | null {
  if (!hasStore) return 'No records are kept (serve --records), so only examples are shown.';
  if (withText > 0) return null;
  if (records === 0) return 'There are no records of this period, so only examples are shown.';
  return 'Records keep no text (spec.records.text of the RouterPolicy), so only examples are shown.';
}

/** More digits than any screen shows. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
