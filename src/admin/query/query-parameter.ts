import type { AdminParameter } from '../endpoint.js';

/** A parameter that stands behind the question mark. @param description says the unit, the range and the default */
export function queryParameter(
  name: string,
  type: AdminParameter['type'],
  description: string,
): AdminParameter {
  return { name, in: 'query', type, description };
}
