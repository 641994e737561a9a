import type { Registry, RegistryModel } from '../config/registry.js';

/** The longest that any answer of this registry may take, in milliseconds: fallback chains count both models. */
export function longestAnswerMs({ pool, routes }: Registry): number {
  const models = [...pool.models.values()].map((model) => model.timeoutMs);
  const chains = routes.map((route) => {
    const fallback = route.fallback === undefined ? 0 : timeoutOf(pool.models.get(route.fallback));
    return (route.timeoutMs ?? timeoutOf(pool.models.get(route.target))) + fallback;
  });
  return Math.max(...models, ...chains);
}

function timeoutOf(model: RegistryModel | undefined): number {
  return model?.timeoutMs ?? 0;
}
