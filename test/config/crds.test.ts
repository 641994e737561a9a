import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Ajv, type Schema, type ValidateFunction } from 'ajv';
import * as table from '../../src/config/api/v1alpha1/custom-resources.js';
import { isMapping } from '../../src/config/mapping.js';
import { parseDocuments } from '../../src/config/parse-documents.js';
import type { Findings } from '../../src/config/problem.js';
import { resolveDocuments } from '../../src/config/resolve/resolve.js';
import { KINDS, schemaOf, type Kind } from '../../src/config/schemas.js';
import { validateDocuments } from '../../src/config/validate.js';
import { packageRoot } from '../../src/package-root.js';
import {
  readDefinitions,
  schemaOfDefinition,
  schemasWithin,
  type CustomResourceDefinition,
  type StructuralSchema,
} from '../support/custom-resource-definitions.js';
import { goodRegistries, resourcesIn } from '../support/resource-files.js';
import { FIXTURES } from './fixtures.js';

const definitions = readDefinitions();
const everySchema = definitions.flatMap((definition) =>
  schemasWithin(schemaOfDefinition(definition)).map(
    ([path, schema]) => [`${definition.spec.names.kind} ${path}`, schema] as const,
  ),
);

/** `kubectl apply` keeps a copy of what it applies in an annotation, which holds no more. */
const MAX_ANNOTATION_BYTES = 262_144;

describe('the custom resource definitions', () => {
  it('are what npm run generate makes of the types', async () => {
    const module = (await import(
      pathToFileURL(join(packageRoot, 'scripts/generate/crds.mjs')).href
    )) as unknown as {
      customResourceDefinitions(schemas: unknown, rules: unknown): CustomResourceDefinition[];
    };
    const files = { ModelPool: 'model-pool', Route: 'route', RouterPolicy: 'router-policy' };
    const schemas = KINDS.map((kind) => ({
      kind,
      ...(JSON.parse(readFileSync(join(packageRoot, 'schemas', `${files[kind]}.json`), 'utf8')) as object),
    }));
    assert.deepEqual(
      definitions,
      JSON.parse(JSON.stringify(module.customResourceDefinitions(schemas, table))),
    );
  });

  it('have structural schemas', () => {
    for (const [path, schema] of everySchema) {
      assert.ok(schema.type, `${path} has no type`);
      for (const keyword of ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'const', 'nullable', 'uniqueItems'])
        if (!(keyword in (schema.properties ?? {})))
          assert.ok(!(keyword in schema), `${path} has ${keyword}`);
      assert.equal(schema.type === 'array', schema.items !== undefined, path);
      assert.ok(schema.properties === undefined || schema.additionalProperties === undefined, path);
      assert.ok(schema.type !== 'object' || 'properties' in schema || 'additionalProperties' in schema, path);
      assert.notEqual(schema['x-kubernetes-preserve-unknown-fields'], true, path);
    }
  });

  it('tell entries of a list apart by fields that each of them has', () => {
    for (const [path, schema] of everySchema.filter(([, { type }]) => type === 'array')) {
      assert.match(schema['x-kubernetes-list-type'] ?? '', /^(atomic|map)$/, path);
      for (const key of schema['x-kubernetes-list-map-keys'] ?? [])
        assert.ok(schema.items?.required?.includes(key), `${path} has entries without ${key}`);
    }
  });

  it('state defaults that are themselves valid', () => {
    for (const [path, schema] of everySchema.filter(([, { default: value }]) => value !== undefined))
      assert.ok(compile(schema)(schema['default']), path);
  });

  it('describe every field of the specs that the types describe', () => {
    const bare = everySchema.filter(([path, { description }]) => {
      const isField = / spec\..*[^\]*]$/.test(path);
      return isField && description === undefined;
    });
    // Both prices: US dollars per million tokens, which the price itself says.
    assert.deepEqual(
      bare.map(([path]) => path),
      ['ModelPool spec.models[].price.input', 'ModelPool spec.models[].price.output'],
    );
  });

  it('can be applied by kubectl as they are', () => {
    for (const definition of definitions)
      assert.ok(JSON.stringify(definition).length < MAX_ANNOTATION_BYTES, definition.metadata.name);
  });
});

describe('the rules of the custom resource definitions', () => {
  const rules = everySchema.flatMap(([path, schema]) =>
    (schema['x-kubernetes-validations'] ?? []).map((rule) => ({ ...rule, path, schema })),
  );

  it('are there', () => {
    assert.ok(rules.length > 50, `${rules.length}`);
  });

  it('speak of fields that there are', () => {
    for (const { rule, messageExpression = '', fieldPath = '', path, schema } of rules) {
      for (const [, steps = ''] of `${rule} ${messageExpression}`.matchAll(/\bself((?:\.\w+)+)(?!\w*\()/g))
        assert.equal(strangeStep(schema, steps), undefined, `${path}: ${rule}`);
      assert.equal(strangeStep(schema, fieldPath), undefined, `${path}: ${fieldPath}`);
    }
  });

  it('close what they open', () => {
    for (const { rule, messageExpression = '' } of rules) {
      for (const text of [rule, messageExpression]) {
        const bare = text.replaceAll(/'[^']*'/g, '');
        assert.doesNotMatch(bare, /'/, text);
        assert.equal(bare.split('(').length, bare.split(')').length, text);
        assert.equal(bare.split('[').length, bare.split(']').length, text);
      }
    }
  });

  it('are told in one line', () => {
    for (const { message } of rules) assert.match(message, /^[^\n]{5,400}$/);
  });
});

describe('resources against their custom resource definitions', () => {
  const validators = Object.fromEntries(
    definitions.map((definition) => [
      definition.spec.names.kind,
      compile(closed(schemaOfDefinition(definition))),
    ]),
  ) as Readonly<Record<Kind, ValidateFunction>>;

  it('fit where an example or a good registry of the tests does', () => {
    const resources = goodRegistries().flatMap(resourcesIn);
    assert.ok(resources.length > 30, `${resources.length}`);
    for (const { path, kind, resource } of resources)
      assert.ok(validators[kind](resource), `${path}: ${JSON.stringify(validators[kind].errors)}`);
  });

  it('are refused where the schema of a document refuses them, and nowhere else', () => {
    const folders = ['bad', 'several'].flatMap((group) =>
      readdirSync(join(FIXTURES, group)).map((name) => join(FIXTURES, group, name)),
    );
    for (const folder of folders) {
      for (const { path, kind, resource } of resourcesIn(folder))
        assert.equal(
          hasObjectName(resource) && validators[kind](resource),
          schemaOf(kind)(resource),
          `${path}: ${kind}`,
        );
    }
  });

  it('mean the same after the API server has filled in the defaults', () => {
    for (const name of ['every-field', 'smallest', 'doubtful']) {
      const texts = resourcesIn(join(FIXTURES, 'good', name)).map(({ resource }) => JSON.stringify(resource));
      const filled = texts.map((text) => {
        const resource = JSON.parse(text) as Record<string, unknown>;
        compileWithDefaults(resource['kind'] as Kind)(resource);
        return JSON.stringify(resource);
      });
      assert.notDeepEqual(filled, texts);
      assert.deepEqual(resolved(filled), resolved(texts), name);
    }
  });
});

function compile(schema: StructuralSchema): ValidateFunction {
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema as Schema);
}

function compileWithDefaults(kind: Kind): ValidateFunction {
  const definition = definitions.find(({ spec }) => spec.names.kind === kind);
  assert.ok(definition);
  return new Ajv({ strict: false, useDefaults: true, validateFormats: false }).compile(
    schemaOfDefinition(definition) as Schema,
  );
}

/** The schema as kubectl uses it: a field that it does not know is refused. Of metadata it says nothing here. */
function closed(schema: StructuralSchema): StructuralSchema {
  const { properties, items, ...rest } = schema;
  const fields = Object.entries(properties ?? {}).map(([key, part]) => [
    key,
    key === 'metadata' ? part : closed(part),
  ]);
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(fields) as never,
      additionalProperties: false as never,
    }),
    ...(items && { items: closed(items) }),
  };
}

/** What Kubernetes asks of every object's name, whatever its kind. */
function hasObjectName({ metadata }: Record<string, unknown>): boolean {
  return isMapping(metadata) && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(String(metadata['name']));
}

function resolved(texts: readonly string[]): unknown {
  const findings: Findings = { problems: [], warnings: [] };
  const sources = parseDocuments('all.yaml', Buffer.from(texts.join('\n---\n')), findings);
  const registry = resolveDocuments(validateDocuments(sources, findings), {
    readExamples: () => ['an example'],
    findBundle: (file) => file,
  });
  // Not where it is told: a default moves what stands behind it.
  const told = [...findings.problems, ...findings.warnings].map(({ path, message }) => `${path} ${message}`);
  return { registry, told };
}

/** The first step of `.a.b` that leads to no field. */
function strangeStep(schema: StructuralSchema, steps: string): string | undefined {
  let at: StructuralSchema | undefined = schema;
  for (const step of steps.split('.').slice(1)) {
    at = at.properties?.[step];
    if (at === undefined) return step;
  }
  return undefined;
}
