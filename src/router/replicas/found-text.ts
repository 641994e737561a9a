import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Found } from '../../decision/comparison.js';
import type { RouteProbability, RouteScores } from '../../signals/routes/route-scores.js';

/** What a replica found, as it was told to the others. */
export interface ToldFinding {
  readonly found: Found;
  /** When it was found, in milliseconds since 1970, by the clock of who found it. */
  readonly at: number;
}

/** Longest text that is written or read, in characters: five routes with names of 63 letters take 500. */
export const MOST_CHARACTERS = 4_096;

/** Digits of the seal, 128 bits. */
const SEAL_CHARACTERS = 22;

/**
 * A seal and one JSON object. The seal covers the key as well: who can write to the server but has no secret can neither
 * make up a finding nor pass off that of one request as another's.
 *
 * @returns `undefined` for one that would be too long
 */
export function formatFound(key: string, { found, at }: ToldFinding, secret: string): string | undefined {
  const { routes, outOfScope, intents } = found.scores;
  const body = JSON.stringify({
    at,
    by: found.layer === 'llm' ? 'llm' : 'heads',
    outOfScope,
    routes: routes.map(({ route, probability }) => [route, probability]),
    intents,
  });
  const text = sealOf(key, body, secret) + body;
  return text.length > MOST_CHARACTERS ? undefined : text;
}

/**
 * Reads what {@link formatFound} wrote for the same key with the same secret.
 *
 * @param knows whether a route of that name is in service
 * @returns `undefined` for anything else. Never throws.
 */
export function parseFound(
  key: string,
  text: string,
  secret: string,
  knows: (route: string) => boolean,
): ToldFinding | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const [seal, body] = [text.slice(0, SEAL_CHARACTERS), text.slice(SEAL_CHARACTERS)];
  if (!isSame(seal, sealOf(key, body, secret))) return undefined;
  try {
    return readFinding(JSON.parse(body), knows);
  } catch {
    return undefined;
  }
}

function sealOf(key: string, body: string, secret: string): string {
  const seal = createHmac('sha256', secret).update(`${key}\n${body}`).digest('base64url');
  return seal.slice(0, SEAL_CHARACTERS);
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Sealed, so written by one of us: a newer version of us, perhaps, so every field is looked at. */
function readFinding(value: unknown, knows: (route: string) => boolean): ToldFinding | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { at, by, outOfScope, routes, intents } = value as Readonly<Record<string, unknown>>;
  if (!isTime(at) || !isShare(outOfScope) || !Array.isArray(routes)) return undefined;
  if (by !== 'heads' && by !== 'llm') return undefined;
  const read = routes.map((pair) => readRoute(pair, knows)).filter((route) => route !== undefined);
  if (read.length === 0 || read.length < routes.length) return undefined;
  const several = intents === undefined ? [] : readNames(intents, knows);
  if (several === undefined) return undefined;
  const scores: RouteScores = {
    ...{ routes: read, outOfScope },
    ...(intents !== undefined && { intents: several }),
  };
  const found: Found =
    by === 'llm'
      ? { ok: true, layer: 'llm', saidByModel: true, scores }
      : { ok: true, layer: 'similarity', scores };
  return { found, at };
}

function readRoute(pair: unknown, knows: (route: string) => boolean): RouteProbability | undefined {
  if (!Array.isArray(pair)) return undefined;
  const [route, probability] = pair as readonly unknown[];
  if (typeof route !== 'string' || !knows(route) || !isShare(probability)) return undefined;
  return { route, probability };
}

function readNames(value: unknown, knows: (route: string) => boolean): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const names = value.filter((name): name is string => typeof name === 'string' && knows(name));
  return names.length === value.length ? names : undefined;
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
