import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { packageRoot } from '../../src/package-root.js';

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema?: { readonly $ref: string } }>>;

export interface OpenApiDocument {
  readonly openapi: string;
  /** By path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

export function readOpenApi(): OpenApiDocument {
  return JSON.parse(readFileSync(join(packageRoot, 'schemas/openapi.json'), 'utf8')) as OpenApiDocument;
}

/**
 * Asserts that an answer is as the document says.
 *
 * @param operation such as `get /decisions`
 */
export function openApiChecker(
  document: OpenApiDocument,
): (operation: string, status: number, body: unknown) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema(document, 'openapi');
  const compiled = new Map<string, ValidateFunction>();
  const schemaOf = (reference: string): ValidateFunction => {
    const known = compiled.get(reference) ?? ajv.compile({ $ref: `openapi${reference}` });
    compiled.set(reference, known);
    return known;
  };
  return (operation, status, body) => {
    const [method = '', path = ''] = operation.split(' ');
    const { responses } = document.paths[path]?.[method] ?? assert.fail(`${operation} is not described`);
    const schema = responses[status]?.content?.['application/json']?.schema;
    const isValid = schemaOf(schema?.$ref ?? '#/components/schemas/AdminError');
    assert.ok(
      isValid(body),
      `${operation}: ${ajv.errorsText(isValid.errors)}\n${JSON.stringify(body).slice(0, 2000)}`,
    );
  };
}
