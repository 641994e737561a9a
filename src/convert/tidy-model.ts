import type { Model } from '../config/api/v1alpha1/model-pool.js';
import { DEFAULTS } from '../config/defaults.js';
import { parseDuration } from '../config/duration.js';

/** The fields in the order in which people read them. */
const ORDER = [
  ...['name', 'url', 'backends', 'model', 'price', 'quality', 'contextLength', 'capabilities', 'endpoints'],
  ...['apiKey', 'tls', 'healthCheck', 'timeout', 'maxRequests'],
] as const satisfies readonly (keyof Model)[];

/** The model with its fields in order, and without those that say what holds anyway. */
export function tidyModel(model: Model): Model {
  const isUsual: Partial<Record<keyof Model, boolean>> = {
    model: model.model === model.name,
    timeout: model.timeout !== undefined && parseDuration(model.timeout) === DEFAULTS.modelTimeoutMs,
    maxRequests: model.maxRequests === DEFAULTS.maxRequests,
  };
  const fields = ORDER.filter((field) => model[field] !== undefined && isUsual[field] !== true);
  return Object.fromEntries(fields.map((field) => [field, model[field]])) as unknown as Model;
}
