import type { Registry } from '../config/registry.js';
import { clusterOf, tierOf } from '../mutation/wire-names.js';
import { tierModels } from './tier-cluster.js';

/** The clusters that a decision may name: one a model, and one a model that is a tier before the last. */
export function clusterNames(registry: Registry): readonly string[] {
  return [
    ...[...registry.pool.models.keys()].map(clusterOf),
    ...tierModels(registry).map(({ name }) => tierOf(name)),
  ];
}
