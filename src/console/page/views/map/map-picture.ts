import type { MapCluster, MapPoint, RoutesMap } from '../../../api/evidence.js';
import { colourAt } from '../../charts/colour-at.js';
import type { ScatterData, ScatterPoint, ScatterRing } from '../../charts/scatter/scatter-data.js';
import { formatHash } from '../../hash-route.js';

/** What the reader wants to see of the map. */
export interface MapChoice {
  /** Routes that are not shown; the empty name stands for no route. */
  readonly hidden: ReadonlySet<string>;
  readonly kinds: ReadonlySet<MapPoint['kind']>;
  readonly cluster: string | undefined;
}

/** Names that are written on the map at most. */
const MOST_NAMES = 40;

/** The part of the map that was chosen. */
export function mapPicture(
  { points, routes, clusters }: RoutesMap,
  { hidden, kinds, cluster }: MapChoice,
): ScatterData {
  const colours = new Map(routes.map(({ name }, at) => [name, colourAt(at)]));
  const colourOf = (route: string | null): number => colours.get(route ?? '') ?? 0;
  const shown = points.filter(({ kind, route }) => kinds.has(kind) && !hidden.has(route ?? ''));
  return {
    label: `Map of ${routes.length} routes and ${points.length} texts. n and p go from point to point, + and - zoom, arrows move, 0 shows all.`,
    points: samePlaces(shown).map((same) => pointOf(same, colourOf(same[0].route))),
    labels: routes
      .filter(({ name }) => !hidden.has(name))
      .slice(0, MOST_NAMES)
      .map(({ name, x, y }) => ({ text: name, colour: colourOf(name), x, y })),
    rings: clusters.map((each) => ringOf(each, points, each.name === cluster)),
  };
}

type Several = readonly [MapPoint, ...MapPoint[]];

/** Requests with the same text lie at the same place: one dot, drawn larger, stands for all that went the same way. */
function samePlaces(points: readonly MapPoint[]): Several[] {
  const found = new Map<string, [MapPoint, ...MapPoint[]]>();
  for (const point of points) {
    const key = JSON.stringify([point.x, point.y, point.kind, point.route]);
    const same = found.get(key);
    if (same === undefined) found.set(key, [point]);
    else same.push(point);
  }
  return [...found.values()];
}

function pointOf([{ x, y, kind, route, text, decision }, ...others]: Several, colour: number): ScatterPoint {
  const isExample = kind === 'example';
  const what = isExample ? 'example of' : 'went to';
  const times = others.length === 0 ? [] : [`${others.length + 1} times`];
  return {
    ...{ x, y, colour, shape: isExample ? 'mark' : 'dot', weight: others.length + 1 },
    tip: {
      title: text ?? 'its text was not kept',
      lines: [
        `${what} ${route ?? 'no route'}`,
        ...times,
        ...(decision === null ? [] : ['click to see a decision']),
      ],
    },
    act:
      decision === null
        ? undefined
        : () => {
            location.hash = formatHash('decision', { id: decision });
          },
  };
}

/** Wide enough for the cluster's examples as far as they are on the map. */
function ringOf(
  { name, x, y, requests, examples }: MapCluster,
  points: readonly MapPoint[],
  isChosen: boolean,
): ScatterRing {
  const texts = new Set(examples);
  const own = points.filter(({ text }) => text !== null && texts.has(text));
  const distances = own.map((point) => Math.hypot(point.x - x, point.y - y)).sort((a, b) => a - b);
  const radius = distances[Math.floor(distances.length * 0.8)] ?? 0;
  return { x, y, radius, isChosen, text: `${name} · ${requests}` };
}
