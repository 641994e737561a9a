import type { DefinedError } from 'ajv';
import { formatPath, quote, type Findings } from './problem.js';
import { schemaFindings } from './schema-findings.js';
import { API_VERSION, isKind, KINDS, schemaOf, type Kind, type Kinds } from './schemas.js';
import { positionOf, type SourceDocument } from './source-document.js';
import { spotOf, type Spot } from './spot.js';
import { didYouMean } from './suggest.js';

/** A document that fits the schema of its kind. */
export interface Valid<K extends Kind> {
  readonly document: Kinds[K];
  /** The document's top. */
  readonly spot: Spot;
}

/** The documents of a registry, by kind. */
export interface ValidDocuments {
  readonly pools: readonly Valid<'ModelPool'>[];
  readonly routes: readonly Valid<'Route'>[];
  readonly policies: readonly Valid<'RouterPolicy'>[];
}

/** Whether every document says what it is, and none is a ModelPool: then one is missing, whatever else is wrong. */
export function lackPool(sources: readonly SourceDocument[]): boolean {
  return sources.every(
    ({ value }) => isMapping(value) && isKind(value['kind']) && value['kind'] !== 'ModelPool',
  );
}

/** Sorts documents by kind; those that do not fit their schema become problems. */
export function validateDocuments(sources: readonly SourceDocument[], findings: Findings): ValidDocuments {
  const ofKind = <K extends Kind>(kind: K): Valid<K>[] =>
    sources
      .filter((source) => kindOf(source) === kind)
      .flatMap((source) => validate(source, kind, findings) ?? []);
  for (const source of sources) checkHeader(source, spotOf(source, findings));
  return { pools: ofKind('ModelPool'), routes: ofKind('Route'), policies: ofKind('RouterPolicy') };
}

/** The kind of a document that is to be held against its schema. */
function kindOf({ value }: SourceDocument): Kind | undefined {
  return isMapping(value) && value['apiVersion'] === API_VERSION && isKind(value['kind'])
    ? value['kind']
    : undefined;
}

function checkHeader({ value }: SourceDocument, spot: Spot): void {
  if (!isMapping(value)) {
    spot.invalid(`must be a mapping with apiVersion, kind, metadata and spec, got ${quote(value)}`);
    return;
  }
  checkHeaderField(value, 'apiVersion', [API_VERSION], spot);
  checkHeaderField(value, 'kind', KINDS, spot);
}

function checkHeaderField(
  document: Readonly<Record<string, unknown>>,
  key: string,
  allowed: readonly string[],
  spot: Spot,
): void {
  const value = document[key];
  if (typeof value === 'string' && allowed.includes(value)) return;
  const names = allowed.map(quote).join(', ');
  const wanted = allowed.length === 1 ? names : `one of ${names}`;
  if (!Object.hasOwn(document, key)) spot.at(key).invalid(`is required; it must be ${wanted}`);
  else {
    const hint = typeof value === 'string' && allowed.length > 1 ? didYouMean(value, allowed) : '';
    spot.at(key).invalid(`must be ${wanted}, got ${quote(value)}${hint}`);
  }
}

function validate<K extends Kind>(source: SourceDocument, kind: K, findings: Findings): Valid<K> | undefined {
  const validator = schemaOf(kind);
  const document = source.value;
  if (validator(document)) return { document, spot: spotOf(source, findings) };
  for (const { path, part, message } of schemaFindings(
    (validator.errors ?? []) as DefinedError[],
    document,
  )) {
    findings.problems.push({
      file: source.file,
      ...positionOf(source, path, part),
      path: formatPath(path),
      message,
      code: 'registry_invalid',
    });
  }
  return undefined;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
