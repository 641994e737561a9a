import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adminEndpoints } from '../../src/admin/admin-endpoints.js';
import type { AdminEndpoint } from '../../src/admin/endpoint.js';
import { consoleEndpoints } from '../../src/console/endpoints.js';
import { ok } from '../../src/errors.js';
import { buildAdminView } from '../support/build-admin-view.js';
import { openApiChecker, readOpenApi } from '../support/openapi-document.js';

const ENDPOINTS: readonly AdminEndpoint[] = [
  ...adminEndpoints(buildAdminView()),
  ...consoleEndpoints({
    snapshot: () => undefined,
    keepsRecords: false,
    desk: { ask: () => Promise.resolve(ok('{}')), stop: () => Promise.resolve() },
  }),
];

describe('schemas/openapi.json', () => {
  const document = readOpenApi();

  it('is an OpenAPI 3.1 document whose schemas can be used', () => {
    assert.match(document.openapi, /^3\.1\./);
    const check = openApiChecker(document);
    check('get /healthz', 200, { status: 'alive' });
    assert.throws(() => {
      check('get /healthz', 200, { status: 'alive', more: 1 });
    }, /additional properties/);
    check('get /healthz', 404, { error: { code: 'path_not_found', message: 'x' } });
  });

  it('has every endpoint, and none besides', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = ENDPOINTS.map(({ method, path }) => `${method} ${path.replace('+}', '}')}`);
    assert.deepEqual(described.sort(), served.sort());
    assert.equal(new Set(served).size, served.length);
  });

  it('has their parameters, bodies and who may ask', () => {
    for (const endpoint of ENDPOINTS) {
      const path = endpoint.path.replace('+}', '}');
      const operation = document.paths[path]?.[endpoint.method.toLowerCase()] ?? assert.fail(path);
      assert.equal(operation.summary, endpoint.summary);
      assert.deepEqual(operation.security, endpoint.isOpen === true ? [] : [{ token: [] }, {}]);
      const names = endpoint.parameters?.map(({ name }) => name) ?? [];
      assert.deepEqual(operation.parameters?.map(({ name }) => name) ?? [], names);
      const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const inPath = operation.parameters?.filter((parameter) => parameter.in === 'path') ?? [];
      assert.deepEqual(
        inPath.map(({ name }) => name),
        parts,
      );
      assert.equal(operation.requestBody !== undefined, endpoint.request !== undefined);
      assert.equal(endpoint.method === 'GET', endpoint.request === undefined, path);
    }
  });

  it('gives each operation a name of its own', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    assert.equal(new Set(ids).size, ids.length);
  });
});
