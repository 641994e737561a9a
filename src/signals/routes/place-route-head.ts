import { placeMatrix } from '../../heads/simd-matrix.js';
import type { RouteHead } from './route-head.js';
import { placeSearchedExamples } from './searched-examples.js';

/** The same head with its matrices where scoring is fast: a head that came from another thread has lost that place. */
export function placeRouteHead(head: RouteHead): RouteHead {
  const { layers, searched } = head;
  const { weights, dimensions, classes } = layers.dense;
  return {
    ...head,
    layers: {
      ...layers,
      dense: { ...layers.dense, weights: placeMatrix(weights, dimensions, classes) },
    },
    searched: placeSearchedExamples(searched),
  };
}
