import { fail, ok, type Result } from '../errors.js';
import { isMapping } from './mapping.js';

/** A route that is to be answered one tier higher for the time being. */
export interface RouteHint {
  /** ISO time at which it was first found to decay. */
  readonly since: string;
  /** What decays, such as `margin` and `escalation`. */
  readonly why: readonly string[];
  /** The registry version that it holds for: a change of the registry is taken to refresh the route. */
  readonly registry: string;
}

/** What `dragoman drift --hints FILE` writes and `dragoman serve --hints FILE` reads. */
export interface Hints {
  /** Version of the format. */
  readonly hints: 1;
  /** ISO time. */
  readonly writtenAt: string;
  readonly routes: Readonly<Record<string, RouteHint>>;
}

/** Longest file that is read, in characters: thousands of routes. */
const LONGEST = 1_048_576;

/** Reads the text of a hints file. */
export function parseHints(text: string): Result<Hints> {
  if (text.length > LONGEST) {
    return fail('data_invalid', `the hints have ${text.length} characters, must be ${LONGEST} or fewer`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail('data_invalid', `the hints are not valid JSON: ${String(error)}`);
  }
  if (!isMapping(value) || value['hints'] !== 1 || !isMapping(value['routes'])) {
    return fail(
      'data_invalid',
      'the hints must be {"hints": 1, "writtenAt", "routes"}; run dragoman drift --hints',
    );
  }
  const { writtenAt, routes } = value;
  const wrong = Object.entries(routes).find(([, hint]) => !isHint(hint));
  if (wrong !== undefined || typeof writtenAt !== 'string') {
    const at = wrong === undefined ? 'writtenAt' : `routes.${wrong[0]}`;
    return fail('data_invalid', `the hints' ${at} is not as it must be; run dragoman drift --hints`, at);
  }
  return ok({ hints: 1, writtenAt, routes: routes as Readonly<Record<string, RouteHint>> });
}

/** The routes that are hinted while a registry of this version serves. */
export function hintedRoutes({ routes }: Hints, registryVersion: string): ReadonlySet<string> {
  const held = Object.entries(routes).filter(([, { registry }]) => registry === registryVersion);
  return new Set(held.map(([route]) => route));
}

function isHint(value: unknown): boolean {
  if (!isMapping(value)) return false;
  const { since, why, registry } = value;
  const hasReasons = Array.isArray(why) && why.every((reason) => typeof reason === 'string');
  return typeof since === 'string' && hasReasons && typeof registry === 'string';
}
