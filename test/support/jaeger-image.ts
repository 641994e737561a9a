import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../src/package-root.js';
import type { Cluster } from './cluster.js';

type Write = (cacheDir: string) => Promise<string>;

/** Gives the node the Jaeger of the chart's values; builds it first where it is missing, which takes minutes. */
export async function loadJaeger(cluster: Cluster): Promise<void> {
  const script = pathToFileURL(join(packageRoot, 'scripts/cluster/jaeger-image.mjs')).href;
  const { writeJaegerImage } = (await import(script)) as { readonly writeJaegerImage: Write };
  await cluster.load(await writeJaegerImage(join(packageRoot, '.cache')));
}
