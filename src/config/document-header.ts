import { isMapping, type Mapping } from './mapping.js';
import { quote } from './problem.js';
import { API_VERSION, isKind, KINDS, type Kind } from './schemas.js';
import type { Spot } from './spot.js';
import { didYouMean, suggest } from './suggest.js';

/** A document that says what it is. */
export interface Headed {
  readonly kind: Kind;
  /** The document; its `apiVersion` and `kind` have been mended. */
  readonly document: Mapping;
}

/**
 * Reads `apiVersion` and `kind`, and tells what is wrong with them. A misspelt key is read as the one that it means.
 * @returns `undefined` when no schema is known to be that of the document
 */
export function readHeader(value: unknown, spot: Spot): Headed | undefined {
  if (!isMapping(value)) {
    spot.invalid(`must be a mapping with apiVersion, kind, metadata and spec, got ${quote(value)}`);
    return undefined;
  }
  const versionKey = readField(value, 'apiVersion', [API_VERSION], spot);
  const kindKey = readField(value, 'kind', KINDS, spot);
  const kind = kindKey && value[kindKey];
  if (!isKind(kind) || (versionKey !== undefined && value[versionKey] !== API_VERSION)) return undefined;
  const rest = Object.entries(value).filter(([key]) => key !== versionKey && key !== kindKey);
  return { kind, document: { apiVersion: API_VERSION, kind, ...Object.fromEntries(rest) } };
}

/** The key under which a field stands, misspelt or not. */
function readField(
  document: Mapping,
  field: string,
  allowed: readonly string[],
  spot: Spot,
): string | undefined {
  const names = allowed.map(quote).join(', ');
  const wanted = allowed.length === 1 ? names : `one of ${names}`;
  if (Object.hasOwn(document, field)) {
    const value = document[field];
    if (typeof value === 'string' && allowed.includes(value)) return field;
    const hint = typeof value === 'string' && allowed.length > 1 ? didYouMean(value, allowed) : '';
    spot.at(field).invalid(`must be ${wanted}, got ${quote(value)}${hint}`);
    return field;
  }
  const misspelt = Object.keys(document).find((key) => suggest(key, TOP_KEYS) === field);
  if (misspelt === undefined) spot.at(field).invalid(`is required; it must be ${wanted}`);
  else
    spot
      .at(misspelt)
      .key()
      .invalid(`is not a known key; did you mean ${quote(field)}?`);
  return misspelt;
}

const TOP_KEYS = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];
