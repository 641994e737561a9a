import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../src/package-root.js';

/** Where downloads and logs go; git ignores it. */
export const cacheDir: string = join(packageRoot, '.cache');

interface FetchEnvoyModule {
  readonly fetchEnvoy: (cacheDir: string) => Promise<string>;
}

/** Path of the pinned Envoy; fetches it when the cache has none. `DRAGOMAN_ENVOY` in the environment names another binary. */
export async function envoyBinary(): Promise<string> {
  const given = process.env['DRAGOMAN_ENVOY'];
  if (given !== undefined && given !== '') return given;
  const script = pathToFileURL(join(packageRoot, 'scripts/fetch-envoy.mjs')).href;
  const { fetchEnvoy } = (await import(script)) as FetchEnvoyModule;
  return fetchEnvoy(cacheDir);
}
