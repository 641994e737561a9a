import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CUSTOM_RESOURCES } from '../../src/config/api/v1alpha1/custom-resources.js';
import { KINDS, type Kind } from '../../src/config/schemas.js';
import { packageRoot } from '../../src/package-root.js';

/** Folder of the generated definitions, a file a kind. */
export const CRD_FOLDER: string = join(packageRoot, 'helm/dragoman/files/crds');

/** A CEL rule as a definition has it. */
export interface ValidationRule {
  readonly rule: string;
  readonly message: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
}

/** A structural schema, as far as tests read it. */
export interface StructuralSchema {
  readonly [keyword: string]: unknown;
  readonly type: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly additionalProperties?: StructuralSchema;
  readonly items?: StructuralSchema;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

export interface CustomResourceDefinition {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly names: { readonly kind: Kind; readonly plural: string };
    readonly versions: readonly [{ readonly schema: { readonly openAPIV3Schema: StructuralSchema } }];
  };
}

/** The committed definitions, in the order of the kinds. */
export function readDefinitions(): CustomResourceDefinition[] {
  return KINDS.map((kind) => {
    const text = readFileSync(join(CRD_FOLDER, `${CUSTOM_RESOURCES[kind].plural}.yaml`), 'utf8');
    return parse(text) as CustomResourceDefinition;
  });
}

export function schemaOfDefinition({ spec }: CustomResourceDefinition): StructuralSchema {
  return spec.versions[0].schema.openAPIV3Schema;
}

/** A schema and all within it, each with its path, such as `spec.models[].url`. */
export function schemasWithin(schema: StructuralSchema, path = ''): [string, StructuralSchema][] {
  const { properties = {}, additionalProperties, items } = schema;
  return [
    [path, schema],
    ...Object.entries(properties).flatMap(([key, part]) =>
      schemasWithin(part, path === '' ? key : `${path}.${key}`),
    ),
    ...(additionalProperties === undefined ? [] : schemasWithin(additionalProperties, `${path}.*`)),
    ...(items === undefined ? [] : schemasWithin(items, `${path}[]`)),
  ];
}
