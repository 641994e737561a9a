import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';

const PLACEHOLDER = 'http://127.0.0.1:1/v1';

/** Copies `bench/registry` to `folder`, with every model at the upstream's port. */
export async function writeBenchRegistry(folder: string, upstreamPort: number): Promise<void> {
  await cp(join(packageRoot, 'bench/registry'), folder, { recursive: true });
  const file = join(folder, 'pool.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replaceAll(PLACEHOLDER, `http://127.0.0.1:${upstreamPort}/v1`));
}
