import { isOrder, type Reason } from '../../decision/reason.js';

/**
 * Whether a request with this reason could have been in any arm. Arms are compared on such requests alone: orders of the
 * client and of the registry, which no trial touches, are all in the routed one.
 */
export function couldTakePart(reason: string | null): boolean {
  return reason === null || !isOrder(reason as Reason);
}

/**
 * Whether a request with this reason could have been decided by either registry of an experiment. Only pins are not: each
 * registry has rules and safety classes of its own, and by what one of them orders the other may choose freely.
 */
export function couldBeInExperiment(reason: string | null): boolean {
  return reason !== 'pinned';
}
