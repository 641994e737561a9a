/** What Envoy knows of a model's servers; `unknown` counts as healthy. */
export type Health = 'healthy' | 'unhealthy' | 'unknown';

export type HealthOf = (model: string) => Health;
