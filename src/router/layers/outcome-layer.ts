import { fittedName, type OutcomePrediction, predictOutcomes } from '../../signals/outcome-heads.js';
import type { OutcomeSignal } from '../../signals/signal.js';
import { since } from './since.js';
import type { Snapshot } from '../snapshot.js';
import type { TextReading } from './text-reading.js';

/** What is predicted of each model of the pool, and of the bundle's other models by the bundle's name for them. */
export async function outcomeLayer(
  { outcomes, registry }: Snapshot,
  reading: TextReading,
): Promise<OutcomeSignal | undefined> {
  if (outcomes === undefined) return undefined;
  const start = performance.now();
  const embedding = await reading.embedding();
  const vector = embedding?.ok === true ? embedding.vector : undefined;
  const fitted = predictOutcomes(outcomes, { vector, features: reading.features() });
  const predictions = new Map<string, OutcomePrediction>(fitted);
  for (const model of registry.pool.models.values()) {
    const name = fittedName(outcomes, model);
    const prediction = name === undefined ? undefined : fitted.get(name);
    if (name === undefined || prediction === undefined) continue;
    predictions.delete(name);
    predictions.set(model.name, prediction);
  }
  return { name: 'outcomes', predictions, microseconds: since(start) };
}
