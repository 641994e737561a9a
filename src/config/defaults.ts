/** The defaults that the docstrings of api/v1alpha1 state; durations in milliseconds. */
export const DEFAULTS = {
  alias: 'auto',
  modelTimeoutMs: 300_000,
  maxRequests: 1024,
  backendWeight: 1,
  apiKeyHeader: 'authorization',
  healthPath: '/health',
  healthIntervalMs: 10_000,
  priority: 0,
  tenantHeader: 'x-tenant-id',
  threshold: 0.5,
  margin: 0.1,
  encoder: { deadlineMs: 250, workers: 1, queue: 64 },
  limits: { maxBodyBytes: 16_777_216, maxDepth: 100 },
} as const;
