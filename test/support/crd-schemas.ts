import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { packageRoot } from '../../src/package-root.js';

export interface ObjectOf {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface Definition {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

type Schema = Readonly<Record<string, unknown>>;

/** The custom resource definitions of other projects, by which an API server would judge the chart's objects. */
export interface CrdSchemas {
  /** The folder of their files. */
  readonly folder: string;
  /** What is wrong with the object, one line each; `undefined` for one of a kind that has no definition here. */
  problems(object: ObjectOf): readonly string[] | undefined;
}

/** Fetches them if need be. Rules in CEL are left to a real API server. */
export function openCrdSchemas(): CrdSchemas {
  const fetch = join(packageRoot, 'scripts', 'fetch-crds.mjs');
  const printed = execFileSync(process.execPath, [fetch], { encoding: 'utf8' });
  const folder = printed.trim().split('\n').at(-1) ?? '';
  const schemas = new Map(definitionsIn(folder).flatMap(schemasOf));
  const validators = new Map<string, ValidateFunction>();
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  return {
    folder,
    problems: (object) => {
      const key = `${object.apiVersion}/${object.kind}`;
      const schema = schemas.get(key);
      if (schema === undefined) return undefined;
      const validate = validators.get(key) ?? ajv.compile(schema);
      validators.set(key, validate);
      if (validate(object)) return [];
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
      );
    },
  };
}

function definitionsIn(folder: string): readonly Definition[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')))
    .map((document) => document.toJS() as Definition | null)
    .filter((found) => found !== null)
    .filter(({ kind }) => kind === 'CustomResourceDefinition');
}

function schemasOf({ spec }: Definition): readonly (readonly [string, Schema])[] {
  return spec.versions.map(({ name, schema }) => [
    `${spec.group}/${name}/${spec.names.kind}`,
    closed(schema.openAPIV3Schema),
  ]);
}

/** The same, but unknown fields are errors, as they are to an API server that validates strictly. */
function closed(schema: Schema, isRoot = true): Schema {
  // Patterns are Go's, whose flags JavaScript does not know.
  const known = Object.entries(schema).filter(
    ([key, value]) => key !== 'pattern' || !String(value).includes('(?i)'),
  );
  const entries = known.map(([key, value]) => {
    if (key === 'properties') return [key, mapped(value, (each) => closed(each, false))] as const;
    if (key === 'items' || (key === 'additionalProperties' && typeof value === 'object')) {
      return [key, closed(value as Schema, false)] as const;
    }
    return [key, value] as const;
  });
  const isOpen =
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    schema['properties'] === undefined ||
    schema['additionalProperties'] !== undefined;
  const result = Object.fromEntries(entries);
  if (isRoot) {
    const { properties } = result as { properties: Readonly<Record<string, unknown>> };
    return {
      ...result,
      properties: { ...properties, apiVersion: {}, kind: {}, metadata: {} },
      additionalProperties: false,
    };
  }
  return isOpen ? result : { ...result, additionalProperties: false };
}

function mapped(value: unknown, change: (schema: Schema) => Schema): Readonly<Record<string, Schema>> {
  assert.ok(typeof value === 'object' && value !== null);
  return Object.fromEntries(Object.entries(value).map(([key, schema]) => [key, change(schema as Schema)]));
}
