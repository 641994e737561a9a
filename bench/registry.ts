import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';

const PLACEHOLDER = 'http://127.0.0.1:1/v1';

/**
 * Copies a registry of the bench to `folder`, with every model at the upstream's port.
 * @param source folder, relative to the repository's root
 */
export async function writeBenchRegistry(
  folder: string,
  upstreamPort: number,
  source = 'bench/registry',
): Promise<void> {
  await cp(join(packageRoot, source), folder, { recursive: true });
  const file = join(folder, 'pool.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replaceAll(PLACEHOLDER, `http://127.0.0.1:${upstreamPort}/v1`));
}
