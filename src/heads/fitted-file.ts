import { createHash } from 'node:crypto';
import { type ErrorCode, fail, ok, type Result } from '../errors.js';

/** A kind of file with fitted numbers. */
export interface FittedKind {
  readonly kind: string;
  readonly version: number;
  /** Of every problem with such a file. */
  readonly code: ErrorCode;
  /** What to do about one. */
  readonly remedy: string;
}

/** What fitted numbers must have been fitted on to be of use here. */
export interface FitExpectation {
  readonly featureVersion: number;
  /** Numbers of a feature vector. */
  readonly features: number;
  /** SHA-256 of the encoder's model file; absent when none is loaded: any will do then. */
  readonly encoder?: string;
}

export type Fields = Readonly<Record<string, unknown>>;

/** One JSON object whose `checksum` is the SHA-256 of the rest. The same body gives the same text. */
export function formatFitted({ kind, version }: FittedKind, body: Fields): string {
  const whole = { kind, version, ...body };
  return `${JSON.stringify({ ...whole, checksum: checksumOf(whole) }, undefined, 1)}\n`;
}

/**
 * Reads such a text; refuses one that is damaged, or was fitted on other features or another encoder. An `embedding` of 0
 * numbers means that no encoder was looked at. Never throws.
 */
export function parseFitted(text: string, kind: FittedKind, expected: FitExpectation): Result<Fields> {
  const { code, remedy } = kind;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return fail(code, `not valid JSON: ${remedy}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return fail(code, `must be a JSON object: ${remedy}`);
  }
  const { checksum, ...body } = parsed as Fields;
  const wrong = misfit(body, checksum, kind, expected);
  return wrong === undefined ? ok(body) : fail(code, wrong);
}

function misfit(
  body: Fields,
  checksum: unknown,
  { kind, version, remedy }: FittedKind,
  expected: FitExpectation,
): string | undefined {
  const { featureVersion, features, encoder, embedding } = body;
  if (body['kind'] !== kind) return `kind ${String(body['kind'])}, must be ${kind}: ${remedy}`;
  if (body['version'] !== version) return otherFormat(body['version'], version, remedy);
  if (checksum !== checksumOf(body)) return `the content does not fit its checksum: ${remedy}`;
  if (featureVersion !== expected.featureVersion || features !== expected.features) {
    const found = `version ${String(featureVersion)} of the features (${String(features)} numbers)`;
    return `fitted on ${found}, this is version ${expected.featureVersion} (${expected.features}): ${remedy}`;
  }
  if (expected.encoder !== undefined && encoder !== expected.encoder && embedding !== 0) {
    return `fitted on the encoder ${short(encoder)}, ${short(expected.encoder)} is loaded: ${remedy}`;
  }
  return undefined;
}

function otherFormat(found: unknown, version: number, remedy: string): string {
  if (typeof found !== 'number') return `version ${String(found)}, must be ${version}: ${remedy}`;
  const [whose, what] = found > version ? ['a newer', `update Dragoman, or ${remedy}`] : ['an older', remedy];
  return `format ${found} is of ${whose} Dragoman, this one reads ${version}: ${what}`;
}

function checksumOf(body: object): string {
  return createHash('sha256').update(JSON.stringify(body), 'utf8').digest('hex');
}

function short(checksum: unknown): string {
  return typeof checksum === 'string' && checksum !== '' ? checksum.slice(0, 12) : 'none';
}
