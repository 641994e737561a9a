import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from '../../demo/child-process.js';
import { randomFreePort } from '../../demo/free-port.js';
import { waitFor } from '../../demo/wait-for.js';
import { askAdmin } from './ask-admin.js';
import { GREETING_REGISTRY } from './pool-text.js';

export interface Serve {
  /** Of the admin port on 127.0.0.1. */
  readonly port: number;
  readonly child: Child;
  /** Folder that it serves. */
  readonly registry: string;
}

export interface ServeOptions {
  /** Scratch folder with a short path. */
  readonly work: string;
  /** More flags of `dragoman serve`. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of registry documents. Default: {@link GREETING_REGISTRY}. */
  readonly registry?: string;
  /** Called for each line that it logs. */
  readonly onLine?: (line: string) => void;
}

/** Runs `dragoman serve` without an Envoy, an encoder or a model behind it; resolves when it is ready. The caller stops it. */
export async function startServe(options: ServeOptions): Promise<Serve> {
  const { work, flags = [], env = {}, onLine } = options;
  const port = await randomFreePort();
  const folder = join(work, String(port));
  await mkdir(folder, { recursive: true });
  const registry = options.registry ?? (await writeGreetings(folder));
  const child = startChild({
    name: 'Dragoman',
    command: process.execPath,
    args: [
      ...[fileURLToPath(new URL('../../src/cli/main.js', import.meta.url)), 'serve', registry],
      ...['--listen', `unix:${join(folder, 'extproc.sock')}`, '--admin', `127.0.0.1:${port}`],
      ...['--encoder', 'none', ...flags],
    ],
    logFile: join(folder, 'log'),
    env,
    ...(onLine && { onLine }),
  });
  try {
    await waitFor('Dragoman', async () => (await askAdmin(port, '/readyz')).status === 200, child);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { port, child, registry };
}

async function writeGreetings(folder: string): Promise<string> {
  const registry = join(folder, 'registry');
  await mkdir(registry);
  for (const [name, text] of Object.entries(GREETING_REGISTRY)) {
    await writeFile(join(registry, name), text.replaceAll(/\{\{[a-z]+\}\}/g, 'http://127.0.0.1:9/v1'));
  }
  return registry;
}
