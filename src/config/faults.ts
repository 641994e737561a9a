import { formatPath, type Path } from './problem.js';

/** Where a document does not fit its schema: what follows from that is not told as a further problem. */
export interface Faults {
  /** Whether the value at the path is at fault, or lies in one that could not be read. */
  covers(path: Path): boolean;
  /** Whether the value at the path, or anything in it, is at fault or could not be read. */
  touches(path: Path): boolean;
}

export const NO_FAULTS: Faults = { covers: () => false, touches: () => false };

/**
 * @param told places of the problems that were told
 * @param unread places of values that are missing or were left out, with everything in them
 */
export function faultsAt(told: readonly Path[], unread: readonly Path[]): Faults {
  const lost = new Set(unread.map(formatPath));
  const faulty = new Set([...told.map(formatPath), ...lost]);
  const touched = new Set([...told, ...unread].flatMap((path) => prefixes(path).map(formatPath)));
  const covers = (path: Path): boolean =>
    faulty.has(formatPath(path)) || prefixes(path).some((prefix) => lost.has(formatPath(prefix)));
  return { covers, touches: (path) => touched.has(formatPath(path)) || covers(path) };
}

/** The path itself and all that lead to it; not the document's top. */
function prefixes(path: Path): Path[] {
  return path.map((_step, depth) => path.slice(0, depth + 1));
}
