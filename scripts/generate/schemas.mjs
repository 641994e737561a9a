import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { root } from '../paths.mjs';

/** File name of each kind's schema. */
const FILES = { ModelPool: 'model-pool', Route: 'route', RouterPolicy: 'router-policy' };

const DRAFT = 'http://json-schema.org/draft-07/schema#';

/**
 * Writes one JSON Schema a kind from the TypeScript types, and `schemas/registry.json` with all of them for editors.
 * Fields stay in the order of the types.
 */
export function generateSchemas() {
  const generator = createGenerator({
    path: join(root, 'src/config/api/v1alpha1/*.ts'),
    tsconfig: join(root, 'tsconfig.json'),
    jsDoc: 'extended',
    additionalProperties: false,
    sortProps: false,
    topRef: true,
  });
  const schemas = Object.keys(FILES).map((kind) => {
    const { definitions } = generator.createSchema(kind);
    const { [kind]: top, ...rest } = definitions;
    return { kind, definitions: { [kind]: top, ...sorted(rest) } };
  });
  mkdirSync(join(root, 'schemas'), { recursive: true });
  for (const { kind, definitions } of schemas) {
    write(FILES[kind], { $schema: DRAFT, $ref: `#/definitions/${kind}`, definitions });
  }
  write('registry', {
    $schema: DRAFT,
    oneOf: schemas.map(({ kind }) => ({ $ref: `#/definitions/${kind}` })),
    definitions: sorted(Object.assign({}, ...schemas.map(({ definitions }) => definitions))),
  });
  return schemas;
}

function sorted(definitions) {
  return Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function write(name, schema) {
  writeFileSync(join(root, 'schemas', `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
