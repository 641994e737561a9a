import type { Snapshot } from './snapshot.js';

const plain = new WeakMap<Snapshot, Snapshot>();

/** The same snapshot without control group and exploration: what the router alone decides. */
export function withoutTrial(snapshot: Snapshot): Snapshot {
  if (snapshot.plan.trial === undefined) return snapshot;
  const made = plain.get(snapshot) ?? { ...snapshot, plan: { ...snapshot.plan, trial: undefined } };
  plain.set(snapshot, made);
  return made;
}
