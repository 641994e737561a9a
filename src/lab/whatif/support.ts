import type { StoredRecord } from '../../record/stored-record.js';
import { actionOf } from '../replay/replayed.js';

/** What was done with a recorded request. */
export function loggedAction({ model, cascade }: Pick<StoredRecord, 'model' | 'cascade'>): string {
  return actionOf({ model, tiers: cascade?.tiers ?? [] });
}

/** What chance did under one registry. */
interface Trials {
  readonly explored: Set<string>;
  readonly control: Set<string>;
}

/**
 * Learns from the records themselves what the log could have done: the models that each registry explored, and those of its
 * control group.
 */
export interface Support {
  see(record: StoredRecord): void;
  /** Whether the log could have done `action` with this request. To be asked when all records were seen. */
  covers(record: SupportFacts, action: string): boolean;
}

/** As much of a record as coverage needs. */
export type SupportFacts = Pick<
  StoredRecord,
  'registry' | 'propensity' | 'arm' | 'model' | 'cascade' | 'routedModel'
>;

export function createSupport(): Support {
  const byRegistry = new Map<string, Trials>();
  return {
    see({ registry, arm, model }) {
      const trials = byRegistry.get(registry) ?? { explored: new Set(), control: new Set() };
      byRegistry.set(registry, trials);
      if (arm === 'explored') trials.explored.add(model);
      if (arm === 'control') trials.control.add(model);
    },
    covers(record, action) {
      if (action === loggedAction(record)) return true;
      if (record.propensity >= 1) return false;
      // The record of an intervention does not say whether the router had begun a cascade with that model.
      const isRouters = record.arm !== 'routed' && action.split('>')[0] === record.routedModel;
      const trials = byRegistry.get(record.registry);
      return isRouters || trials?.explored.has(action) === true || trials?.control.has(action) === true;
    },
  };
}
