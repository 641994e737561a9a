import { DEFAULTS } from './defaults.js';
import type { RegistryPolicy } from './registry.js';
import { resolveDuration } from './resolve-duration.js';
import type { Checked } from './validate.js';

/** A policy, and the threshold of routes that name none. */
export interface ResolvedPolicy {
  readonly policy: RegistryPolicy;
  readonly threshold: number;
}

/** Fills in the policy's defaults; without a document, all of them. */
export function resolvePolicy(checked: Checked<'RouterPolicy'> | undefined): ResolvedPolicy {
  const spec = checked?.document.spec ?? {};
  const deadline =
    checked && resolveDuration(spec.encoder?.deadline, checked.spot.at('spec', 'encoder', 'deadline'));
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
