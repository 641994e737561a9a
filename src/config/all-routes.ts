import type { Registry, RegistryRoute } from './registry.js';

/** The routes by which requests are decided: the registry's own and those of its experiment. */
export function allRoutes({ routes, experiment }: Registry): readonly RegistryRoute[] {
  return experiment === undefined ? routes : [...routes, ...experiment.registry.routes];
}
