import type { Duration } from '../api/v1alpha1/primitives.js';
import type { RouterPolicySpec } from '../api/v1alpha1/router-policy.js';
import { DEFAULTS } from '../defaults.js';
import type { BundleFinder } from '../find-bundle.js';
import type { RegistryLlmRouter, RegistryPolicy } from '../registry.js';
import { resolveDuration } from './resolve-duration.js';
import { checkModel } from './check-model.js';
import type { ResolvedPool } from './resolve-pool.js';
import { resolveShare } from './resolve-share.js';
import type { Spot } from '../spot.js';
import type { Checked } from '../validate.js';

/** A policy, and the threshold of routes that name none. */
export interface ResolvedPolicy {
  readonly policy: RegistryPolicy;
  /** `undefined`: each route's is to be fitted. */
  readonly threshold: number | undefined;
}

/** Milliseconds of a duration of the policy, or else of its default. */
type Lasting = (duration: Duration | undefined, defaultMs: number, ...steps: readonly string[]) => number;

/** Fills in the policy's defaults; without a document, all of them. */
export function resolvePolicy(
  checked: Checked<'RouterPolicy'> | undefined,
  pool: ResolvedPool | undefined,
  findBundle: BundleFinder,
): ResolvedPolicy {
  const spec = checked?.document.spec ?? {};
  const spot = checked?.spot.at('spec');
  const lasting: Lasting = (duration, defaultMs, ...steps) =>
    (spot && resolveDuration(duration, spot.at(...steps))) ?? defaultMs;
  if (spot !== undefined) checkLlmRouter(spec, pool, spot);
  const { outcomes } = spec;
  const bundle =
    spot?.isSound('outcomes') === true ? outcomes && findBundle(outcomes, spot.at('outcomes')) : undefined;
  return {
    threshold: spec.threshold,
    policy: {
      tenantHeader: (spec.tenantHeader ?? DEFAULTS.tenantHeader).toLowerCase(),
      margin: spec.margin ?? DEFAULTS.margin,
      onLowMargin: spec.onLowMargin ?? DEFAULTS.onLowMargin,
      onReask: spec.onReask ?? DEFAULTS.onReask,
      llmRouter: resolveLlmRouter(spec, lasting),
      decisionCache: resolveCache(spec, lasting),
      stickiness: resolveStickiness(spec, lasting),
      fastHead: spec.fastHead ?? DEFAULTS.fastHead,
      outcomes: bundle,
      controlGroup: resolveShare(spec.controlGroup, DEFAULTS.controlShare, pool, spot?.at('controlGroup')),
      exploration: spec.exploration && { share: spec.exploration.share ?? DEFAULTS.explorationShare },
      shadow: resolveShare(spec.shadow, DEFAULTS.shadowShare, pool, spot?.at('shadow')),
      records: resolveRecords(spec),
      encoder: {
        deadlineMs: lasting(spec.encoder?.deadline, DEFAULTS.encoder.deadlineMs, 'encoder', 'deadline'),
        workers: spec.encoder?.workers ?? DEFAULTS.encoder.workers,
        queue: spec.encoder?.queue ?? DEFAULTS.encoder.queue,
      },
      limits: { ...DEFAULTS.limits, ...spec.limits },
    },
  };
}

function checkLlmRouter(spec: RouterPolicySpec, pool: ResolvedPool | undefined, spot: Spot): void {
  const { onLowMargin, llmRouter } = spec;
  if (pool !== undefined) checkModel(llmRouter?.model, pool, spot.at('llmRouter', 'model'));
  if (!spot.isSound('onLowMargin') || !spot.isSound('llmRouter')) return;
  if (onLowMargin === 'llm' && llmRouter === undefined) {
    spot.at('onLowMargin').invalid('is "llm" and needs "llmRouter", the model to ask');
  }
  if (onLowMargin !== 'llm' && llmRouter !== undefined) {
    spot.at('llmRouter').doubtful('is never asked; set "onLowMargin" to "llm"');
  }
}

function resolveRecords({ records }: RouterPolicySpec): RegistryPolicy['records'] {
  const { text, maxAgeDays, maxMebibytes } = { ...DEFAULTS.records, ...records };
  return { text, maxAgeMs: maxAgeDays * 86_400_000, maxBytes: maxMebibytes * 1_048_576 };
}

function resolveLlmRouter({ llmRouter }: RouterPolicySpec, lasting: Lasting): RegistryLlmRouter | undefined {
  if (llmRouter === undefined) return undefined;
  const { deadlineMs, ...others } = DEFAULTS.llmRouter;
  const { deadline, ...given } = llmRouter;
  return { ...others, ...given, deadlineMs: lasting(deadline, deadlineMs, 'llmRouter', 'deadline') };
}

function resolveCache(
  { decisionCache = {} }: RouterPolicySpec,
  lasting: Lasting,
): RegistryPolicy['decisionCache'] {
  const { ttlMs, ...others } = DEFAULTS.decisionCache;
  const { enabled, ttl, ...given } = decisionCache;
  const lifetimeMs = lasting(ttl, ttlMs, 'decisionCache', 'ttl');
  return enabled === false ? undefined : { ...others, ...given, ttlMs: lifetimeMs };
}

function resolveStickiness(
  { stickiness = {} }: RouterPolicySpec,
  lasting: Lasting,
): RegistryPolicy['stickiness'] {
  const { ttlMs, ...others } = DEFAULTS.stickiness;
  const { enabled, ttl, ...given } = stickiness;
  const lifetimeMs = lasting(ttl, ttlMs, 'stickiness', 'ttl');
  return enabled === false ? undefined : { ...others, ...given, ttlMs: lifetimeMs };
}
