import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as ajv from 'ajv';
import { packageRoot } from '../package-root.js';
import type { ModelPool } from './api/v1alpha1/model-pool.js';
import type { Route } from './api/v1alpha1/route.js';
import type { RouterPolicy } from './api/v1alpha1/router-policy.js';
import { type JsonSchema, surelyFits } from './fits-schema.js';

export const API_VERSION = 'dragoman.dev/v1alpha1';

export interface Kinds {
  readonly ModelPool: ModelPool;
  readonly Route: Route;
  readonly RouterPolicy: RouterPolicy;
}

export type Kind = keyof Kinds;

/** File names under `schemas/`, without `.json`. */
const FILES: Readonly<Record<Kind, string>> = {
  ModelPool: 'model-pool',
  Route: 'route',
  RouterPolicy: 'router-policy',
};

export const KINDS = Object.keys(FILES) as readonly Kind[];

export function isKind(value: unknown): value is Kind {
  return KINDS.some((kind) => kind === value);
}

/** The schemas are our own and are used for a few documents: what makes them faster later costs more at the start than it saves. */
const OPTIONS = { allErrors: true, verbose: true, validateSchema: false, code: { optimize: false } };

const read = new Map<Kind, JsonSchema>();
const compiled = new Map<Kind, ajv.ValidateFunction>();

/** The generated schema of a kind, read once a process. */
function readSchema(kind: Kind): JsonSchema {
  let schema = read.get(kind);
  if (schema === undefined) {
    const text = readFileSync(join(packageRoot, 'schemas', `${FILES[kind]}.json`), 'utf8');
    schema = JSON.parse(text) as JsonSchema;
    read.set(kind, schema);
  }
  return schema;
}

/** Whether a document surely fits the schema of a kind; if not, {@link schemaOf} tells. */
export function isOfKind<K extends Kind>(kind: K, document: unknown): document is Kinds[K] {
  return surelyFits(document, readSchema(kind));
}

/**
 * The validator of a kind, compiled once a process. To load and compile it takes longer than to read a whole registry,
 * so it is for documents of which {@link isOfKind} does not say that they fit.
 */
export function schemaOf<K extends Kind>(kind: K): ajv.ValidateFunction<Kinds[K]> {
  let validate = compiled.get(kind);
  if (validate === undefined) {
    const { Ajv } = createRequire(import.meta.url)('ajv') as typeof ajv;
    validate = new Ajv(OPTIONS).compile(readSchema(kind));
    compiled.set(kind, validate);
  }
  return validate as ajv.ValidateFunction<Kinds[K]>;
}
