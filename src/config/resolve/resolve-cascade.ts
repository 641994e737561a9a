import type { Duration } from '../api/v1alpha1/primitives.js';
import type { Cascade, Gate } from '../api/v1alpha1/cascade.js';
import { DEFAULTS } from '../defaults.js';
import { parseDuration } from '../duration.js';
import type { RegistryCascade, RegistryGate, RegistryModel } from '../registry.js';

/**
 * Fills in a cascade's defaults.
 * @param models of the pool
 * @param timeoutMs the route's own time-out, for tiers that have none in the cascade
 */
export function resolveCascade(
  { tiers, timeouts = {}, gate, streaming, prefix, start, onThrash }: Cascade,
  models: ReadonlyMap<string, RegistryModel>,
  timeoutMs: number | undefined,
): RegistryCascade {
  const { cascade } = DEFAULTS;
  const timeoutOf = (model: string): number =>
    timeoutMs ?? models.get(model)?.timeoutMs ?? DEFAULTS.modelTimeoutMs;
  return {
    tiers: tiers.map((model) => ({ model, timeoutMs: lasting(timeouts[model], timeoutOf(model)) })),
    gate: resolveGate(gate ?? {}),
    streaming: streaming ?? cascade.streaming,
    prefix: {
      tokens: prefix?.tokens ?? cascade.prefix.tokens,
      holdMs: lasting(prefix?.hold, cascade.prefix.holdMs),
    },
    start: {
      margin: start?.margin ?? cascade.startMargin,
      complex: start?.complex,
      quality: start?.quality,
    },
    onThrash: onThrash ?? cascade.onThrash,
  };
}

function resolveGate({ bar, verifier, consistency }: Gate): RegistryGate {
  const { cascade } = DEFAULTS;
  const { deadlineMs: verifierMs, ...verifying } = cascade.verifier;
  const { deadlineMs: consistencyMs, ...sampling } = cascade.consistency;
  return {
    bar: bar ?? cascade.gateBar,
    verifier: verifier && {
      model: verifier.model,
      deadlineMs: lasting(verifier.deadline, verifierMs),
      width: verifier.width ?? verifying.width,
    },
    consistency: consistency && {
      samples: consistency.samples ?? sampling.samples,
      maxTokens: consistency.maxTokens ?? sampling.maxTokens,
      deadlineMs: lasting(consistency.deadline, consistencyMs),
      agreement: consistency.agreement ?? sampling.agreement,
    },
  };
}

/** Whole milliseconds; a duration that is none was told when the cascade was checked. */
function lasting(duration: Duration | undefined, defaultMs: number): number {
  return (duration === undefined ? undefined : parseDuration(duration)) ?? defaultMs;
}
