import type { Registry } from '../config/registry.js';
import { allRoutes } from '../config/all-routes.js';

/**
 * Longest wait for a question that Dragoman itself may ask a model, in milliseconds: of the LLM router, or of a gate's
 * verifier or samples. `undefined` when nobody asks anything.
 */
export function questionDeadlineMs(registry: Registry): number | undefined {
  const gates = allRoutes(registry).flatMap(({ cascade }) => cascade?.gate ?? []);
  const askers = [
    registry.policy.llmRouter,
    registry.experiment?.registry.policy.llmRouter,
    ...gates.map(({ verifier }) => verifier),
    ...gates.map(({ consistency }) => consistency),
  ];
  const deadlines = askers.flatMap((asker) => asker?.deadlineMs ?? []);
  return deadlines.length === 0 ? undefined : Math.max(...deadlines);
}
