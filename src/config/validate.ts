import type { DefinedError } from 'ajv';
import { readHeader, type Headed } from './document-header.js';
import { faultsAt } from './faults.js';
import { isMapping } from './mapping.js';
import type { Findings } from './problem.js';
import { salvage, type SchemaNode } from './salvage.js';
import { schemaFindings } from './schema-findings.js';
import { isKind, isOfKind, schemaOf, type Kind, type Kinds } from './schemas.js';
import type { SourceDocument } from './source-document.js';
import { spotOf, type Spot } from './spot.js';

/** A document of a known kind. */
export interface Checked<K extends Kind> {
  /** What fits the schema of the kind; blank values stand for required ones that are missing or of another type. */
  readonly document: Kinds[K];
  /** The document's top. It says nothing more of what the schema has refused. */
  readonly spot: Spot;
}

/** The documents of a registry, by kind. */
export interface CheckedDocuments {
  readonly pools: readonly Checked<'ModelPool'>[];
  readonly routes: readonly Checked<'Route'>[];
  readonly policies: readonly Checked<'RouterPolicy'>[];
}

/** Whether every document says what it is, and none is a ModelPool: then one is missing, whatever else is wrong. */
export function lackPool(sources: readonly SourceDocument[]): boolean {
  return sources.every(
    ({ value }) => isMapping(value) && isKind(value['kind']) && value['kind'] !== 'ModelPool',
  );
}

/** Sorts documents by kind and tells where they do not fit their schema. Left out is only what is of no known kind. */
export function validateDocuments(sources: readonly SourceDocument[], findings: Findings): CheckedDocuments {
  const headed = sources.flatMap((source) => {
    const header = readHeader(source.value, spotOf(source, findings));
    return header === undefined ? [] : [{ source, header }];
  });
  const ofKind = <K extends Kind>(kind: K): Checked<K>[] =>
    headed
      .filter(({ header }) => header.kind === kind)
      .map(({ source, header }) => validate(source, header, kind, findings));
  return { pools: ofKind('ModelPool'), routes: ofKind('Route'), policies: ofKind('RouterPolicy') };
}

function validate<K extends Kind>(
  source: SourceDocument,
  { document }: Headed,
  kind: K,
  findings: Findings,
): Checked<K> {
  const top = spotOf(source, findings);
  if (isOfKind(kind, document)) return { document, spot: top };
  const validator = schemaOf(kind);
  if (validator(document)) return { document, spot: top };
  const told = schemaFindings((validator.errors ?? []) as DefinedError[], document);
  for (const { path, part, message } of told) {
    const spot = top.at(...path);
    (part === 'key' ? spot.key() : spot).invalid(message);
  }
  const { value, unread } = salvage(document, validator.schema as SchemaNode);
  const faults = faultsAt(
    told.map(({ path }) => path),
    unread,
  );
  return { document: value as Kinds[K], spot: spotOf(source, findings, faults) };
}
