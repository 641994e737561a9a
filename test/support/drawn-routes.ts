import { unitVector } from '../../src/embed/sentence-vector.js';
import { randomNumbers } from '../../src/heads/random.js';
import type { RouteExamples } from '../../src/signals/routes/route-examples.js';

/** How the vectors of drawn routes lie. */
export interface DrawnLayout {
  readonly routes: number;
  /** Examples of each route. */
  readonly each: number;
  readonly dimensions: number;
  /** Places of each route among the first `telling` numbers; its examples lie around them. */
  readonly places: number;
  readonly telling: number;
  /** Deviation around a place. */
  readonly near: number;
  /** Deviation of the other numbers. */
  readonly noise: number;
  /** Added to the other numbers: what all examples have in common. */
  readonly shared: number;
}

/** Routes of texts that tell nothing and vectors that do; the same layout gives the same routes. */
export function drawRoutes(layout: DrawnLayout): RouteExamples[] {
  const { routes, each, dimensions, places, telling, near, noise, shared } = layout;
  const random = randomNumbers(9);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const drawn = Array.from({ length: routes }, () =>
    Array.from({ length: places }, () => Array.from({ length: telling }, normal)),
  );
  return drawn.map((own, label) => ({
    route: `route-${label}`,
    texts: Array.from({ length: each }, (_, at) => `${at} of all`),
    vectors: Array.from({ length: each }, (_, at) => {
      const place = own[at % places] ?? [];
      return unitVector(
        Float32Array.from({ length: dimensions }, (__, i) =>
          i < telling ? (place[i] ?? 0) + near * normal() : shared + noise * normal(),
        ),
      );
    }),
  }));
}
