import { quote } from '../problem.js';
import type { RegistryRoute } from '../registry.js';
import type { Spot } from '../spot.js';

/** Warns once for each pair of routes that have an example in common: it pulls requests both ways. */
export function warnOfSharedExamples(routes: readonly (readonly [RegistryRoute, Spot])[]): void {
  const owners = new Map<string, string>();
  for (const [route, spot] of routes) {
    const shared = new Map<string, string[]>();
    for (const example of route.examples) {
      const owner = owners.get(example);
      if (owner === undefined) owners.set(example, route.name);
      else if (owner !== route.name) shared.set(owner, [...(shared.get(owner) ?? []), example]);
    }
    for (const [owner, [first = '', ...more]] of shared) {
      const rest = more.length === 0 ? '' : ` and ${more.length} more`;
      spot
        .at('spec')
        .doubtful(`shares ${quote(first)}${rest} with route ${quote(owner)}; keep an example in one route`);
    }
  }
}
