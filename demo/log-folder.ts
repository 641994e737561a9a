import { join } from 'node:path';
import { cacheDir } from './envoy-binary.js';
import { DEFAULT_PORT } from './options.js';

/** Where the demo with Envoy on this port keeps its logs: two that run at a time never share a port. */
export function logFolder(port: number): string {
  const folder = join(cacheDir, 'demo');
  return port === DEFAULT_PORT ? folder : join(folder, String(port));
}
