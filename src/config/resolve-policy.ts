import { DEFAULTS } from './defaults.js';
import type { RegistryPolicy } from './registry.js';
import { resolveDuration } from './resolve-duration.js';
import type { Valid } from './validate.js';

/** A policy, and the threshold of routes that name none. */
export interface ResolvedPolicy {
  readonly policy: RegistryPolicy;
  readonly threshold: number;
}

/** Fills in the policy's defaults; without a document, all of them. */
export function resolvePolicy(valid: Valid<'RouterPolicy'> | undefined): ResolvedPolicy {
  const spec = valid?.document.spec ?? {};
  const deadline =
    valid && resolveDuration(spec.encoder?.deadline, valid.spot.at('spec', 'encoder', 'deadline'));
  return {
    threshold: spec.threshold ?? DEFAULTS.threshold,
    policy: {
      tenantHeader: (spec.tenantHeader ?? DEFAULTS.tenantHeader).toLowerCase(),
      margin: spec.margin ?? DEFAULTS.margin,
      encoder: {
        deadlineMs: deadline ?? DEFAULTS.encoder.deadlineMs,
        workers: spec.encoder?.workers ?? DEFAULTS.encoder.workers,
        queue: spec.encoder?.queue ?? DEFAULTS.encoder.queue,
      },
      limits: { ...DEFAULTS.limits, ...spec.limits },
    },
  };
}
