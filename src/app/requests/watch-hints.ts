import { readFileSync } from 'node:fs';
import { hintedRoutes, type Hints, parseHints } from '../../config/hints.js';
import type { Logger } from '../../telemetry/logger.js';

/** The hints of a file, read from time to time. */
export interface HintsWatch {
  /** Whether a route is hinted at while a registry of this version serves. */
  readonly has: (registryVersion: string, route: string) => boolean;
  readonly stop: () => void;
}

const INTERVAL_MS = 5_000;

/**
 * Reads the file at once and every five seconds. A file that is missing, or holds anything else, hints at nothing; either is
 * logged once.
 */
export function watchHints(path: string, logger: Logger, intervalMs: number = INTERVAL_MS): HintsWatch {
  let text: string | undefined;
  let hints: Hints | undefined;
  const known = new Map<string, ReadonlySet<string>>();
  const read = (): void => {
    const now = textOf(path);
    if (now === text) return;
    text = now;
    hints = hintsIn(path, now, logger);
    known.clear();
  };
  read();
  const timer = setInterval(read, intervalMs).unref();
  return {
    has(registryVersion, route) {
      if (hints === undefined) return false;
      const routes = known.get(registryVersion) ?? hintedRoutes(hints, registryVersion);
      known.set(registryVersion, routes);
      return routes.has(route);
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** Empty for a file that cannot be read. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function hintsIn(path: string, text: string, logger: Logger): Hints | undefined {
  if (text === '') {
    logger.info({ path }, 'there are no hints');
    return undefined;
  }
  const hints = parseHints(text);
  if (hints.ok) {
    logger.info({ path, routes: Object.keys(hints.value.routes) }, 'hints of routes that decay were read');
    return hints.value;
  }
  logger.warn({ path, problem: hints.problem.message }, 'the hints cannot be used; no route is hinted at');
  return undefined;
}
