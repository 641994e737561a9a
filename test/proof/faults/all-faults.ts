import type { Fault } from './fault.js';
import { PROCESS_FAULTS } from './process/process-faults.js';
import { RESOURCE_FAULTS } from './resource/resource-faults.js';

export const ALL_FAULTS: readonly Fault[] = [...PROCESS_FAULTS, ...RESOURCE_FAULTS];

/**
 * The faults of these names, in the order of {@link ALL_FAULTS}.
 *
 * @throws Error for a name that no fault has
 */
export function faultsNamed(names: readonly string[]): readonly Fault[] {
  const unknown = names.filter((name) => !ALL_FAULTS.some((fault) => fault.name === name));
  if (unknown.length > 0) {
    throw new Error(`no fault is called ${unknown.join(' or ')}; --list prints the names`);
  }
  return ALL_FAULTS.filter(({ name }) => names.includes(name));
}
