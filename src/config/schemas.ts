import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type Schema, type ValidateFunction } from 'ajv';
import { packageRoot } from '../package-root.js';
import type { ModelPool } from './api/v1alpha1/model-pool.js';
import type { Route } from './api/v1alpha1/route.js';
import type { RouterPolicy } from './api/v1alpha1/router-policy.js';

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

const compiled = new Map<Kind, ValidateFunction>();

/** The generated schema of a kind, compiled once a process. */
export function schemaOf<K extends Kind>(kind: K): ValidateFunction<Kinds[K]> {
  let validate = compiled.get(kind);
  if (validate === undefined) {
    const text = readFileSync(join(packageRoot, 'schemas', `${FILES[kind]}.json`), 'utf8');
    validate = new Ajv(OPTIONS).compile(JSON.parse(text) as Schema);
    compiled.set(kind, validate);
  }
  return validate as ValidateFunction<Kinds[K]>;
}
