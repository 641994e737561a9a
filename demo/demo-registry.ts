import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { packageRoot } from '../src/package-root.js';
import { isObject, listOf, objectOf } from './stand-in/json.js';
import type { Upstream } from './upstreams.js';

/** Copies `demo/registry` to `folder` with the upstreams' addresses and model names put into the pool. */
export async function writeDemoRegistry(folder: string, upstreams: readonly Upstream[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(join(packageRoot, 'demo/registry'), folder, { recursive: true });
  const file = join(folder, 'pool.yaml');
  const document = parseDocument(await readFile(file, 'utf8'));
  const pool: unknown = document.toJS();
  for (const [index, model] of listOf(objectOf(objectOf(pool)['spec'])['models']).entries()) {
    const upstream = upstreams.find(({ name }) => isObject(model) && model['name'] === name);
    if (upstream === undefined) continue;
    document.setIn(['spec', 'models', index, 'url'], upstream.url);
    document.setIn(['spec', 'models', index, 'model'], upstream.model);
  }
  await writeFile(file, document.toString());
}
