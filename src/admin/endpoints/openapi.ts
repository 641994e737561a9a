import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.js';
import type { AdminEndpoint } from '../endpoint.js';

export function openApiEndpoints(): readonly AdminEndpoint[] {
  return [
    {
      method: 'GET',
      path: '/openapi.json',
      summary: 'This description, as an OpenAPI 3.1 document.',
      isOpen: true,
      response: 'application/json',
      async handle() {
        const content = await readFile(join(packageRoot, 'schemas/openapi.json'));
        return { kind: 'content', status: 200, contentType: 'application/json', content };
      },
    },
  ];
}
