import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { root } from '../paths.mjs';
import { hasSource, loadTree } from './load-tree.mjs';

/** Where the types are that endpoints name. */
const TYPES = '{src/admin/api/*.ts,src/console/api/*.ts,src/lab/explain/explanation.ts}';

const CONSOLE = 'src/console/endpoints.ts';

const ERROR = 'AdminError';

/** The table of endpoints: those of the admin room, then those of the console. */
export async function readEndpoints() {
  const { adminEndpoints } = await loadTree('src/admin/admin-endpoints.ts');
  // Handlers read the view, and none is called here.
  const own = adminEndpoints({});
  if (!hasSource(CONSOLE)) return own;
  const { consoleEndpoints } = await loadTree(CONSOLE);
  return [...own, ...consoleEndpoints({})];
}

/** Writes schemas/openapi.json, an OpenAPI 3.1 document of the admin port. */
export function generateOpenApi(endpoints) {
  const names = new Set([ERROR, ...endpoints.flatMap(({ request, response }) => [request, response])]);
  const schemas = schemasOf([...names].filter((name) => name !== undefined && !name.includes('/')));
  const paths = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace('+}', '}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Dragoman admin API',
      version: '1',
      description:
        'Probes, metrics, decisions and reports of one Dragoman. On loopback no token is needed; elsewhere everything but what is open is answered to bearers of DRAGOMAN_ADMIN_TOKEN alone. GET paths answer HEAD too.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://127.0.0.1:9902', description: 'The default of dragoman serve --admin.' }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: {
        Problem: {
          description: 'What is wrong, and what to do; see docs/errors.md.',
          content: { 'application/json': { schema: referenceTo(ERROR) } },
        },
      },
      schemas,
    },
  };
  writeFileSync(join(root, 'schemas/openapi.json'), `${JSON.stringify(document, null, 2)}\n`);
}

function operationOf(endpoint) {
  const { method, path, summary, isOpen, parameters = [], request, response, statuses = [] } = endpoint;
  return {
    operationId: operationIdOf(method, path),
    summary,
    // The empty one stands for loopback.
    security: isOpen ? [] : [{ token: [] }, {}],
    ...(parameters.length > 0 && { parameters: parameters.map(parameterOf) }),
    ...(request && { requestBody: { required: true, content: contentOf(request) } }),
    responses: {
      ...Object.fromEntries([200, ...statuses].map((status) => [status, answerOf(status, response)])),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function answerOf(status, response) {
  if (status >= 300 && status < 400) return { description: status === 304 ? 'Unchanged.' : 'Elsewhere.' };
  return { description: status === 200 ? 'The answer.' : 'Not now.', content: contentOf(response) };
}

function contentOf(type) {
  if (type.includes('/')) return { [type]: {} };
  return { 'application/json': { schema: referenceTo(type) } };
}

function parameterOf({ name, in: place, description, type }) {
  return { name, in: place, required: place === 'path', description, schema: { type } };
}

/** `getDecisionsId` of `GET /decisions/{id}`. */
function operationIdOf(method, path) {
  const words = path.replace(/[{}+]/g, '').split(/[^a-zA-Z0-9]+/);
  const kept = words.filter((word) => word !== '').map((word) => word[0].toUpperCase() + word.slice(1));
  const ending = path.length > 1 && path.endsWith('/') ? 'Page' : '';
  return method.toLowerCase() + (kept.join('') || 'Root') + ending;
}

function referenceTo(name) {
  return { $ref: `#/components/schemas/${name}` };
}

/** JSON Schemas of the types and of what they refer to, by name, as OpenAPI 3.1 has them. */
function schemasOf(names) {
  const generator = createGenerator({
    path: join(root, TYPES),
    tsconfig: join(root, 'tsconfig.json'),
    jsDoc: 'extended',
    additionalProperties: false,
    sortProps: false,
    topRef: true,
    encodeRefs: false,
  });
  const found = {};
  for (const name of names) Object.assign(found, generator.createSchema(name).definitions);
  const sorted = Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, schema]) => [componentName(name), modern(schema)]));
}

/** Such as `Record_string_number_` of `Record<string,number>`. */
function componentName(name) {
  return name.replace(/[^a-zA-Z0-9._-]+/g, '_');
}

const DEFINITION = '#/definitions/';

/** From draft 7 to 2020-12, of which OpenAPI 3.1 is a dialect. */
function modern(schema) {
  if (Array.isArray(schema)) return schema.map(modern);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).flatMap(([key, value]) => {
    if (key === '$ref' && typeof value === 'string' && value.startsWith(DEFINITION)) {
      return [[key, `#/components/schemas/${componentName(value.slice(DEFINITION.length))}`]];
    }
    if (key === 'items' && Array.isArray(value)) return [['prefixItems', modern(value)]];
    if (key === 'additionalItems') return [['items', modern(value)]];
    return [[key, modern(value)]];
  });
  return Object.fromEntries(entries);
}
