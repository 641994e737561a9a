import type { Registry } from '../config/registry.js';

const ENVOY_DEFAULT = 1_048_576;

/**
 * Bytes that Envoy may hold of one body. It bounds answers as well (reading their usage takes the whole JSON), so it
 * never goes below Envoy's own default; Dragoman itself refuses bodies over a smaller limit.
 */
export function bufferLimit({ policy }: Registry): number {
  return Math.max(policy.limits.maxBodyBytes, ENVOY_DEFAULT);
}
