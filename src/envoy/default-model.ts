import type { RegistryModel, RegistryPool } from '../config/registry.js';

/** The model that answers while Dragoman does not. The loader has checked that it exists. */
export function defaultModel(pool: RegistryPool): RegistryModel {
  const model = pool.models.get(pool.default);
  if (model === undefined) throw new TypeError(`The pool has no model "${pool.default}", its default.`);
  return model;
}
