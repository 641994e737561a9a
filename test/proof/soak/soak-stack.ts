import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from '../../../demo/child-process.js';
import { cacheDir, envoyBinary } from '../../../demo/envoy-binary.js';
import { randomFreePort } from '../../../demo/free-port.js';
import { type Router, startRouter } from '../../../demo/stack.js';
import { objectOf, parseObject } from '../../../demo/stand-in/json.js';
import { createCleanUp } from '../../support/clean-up.js';
import { eventually } from '../../support/eventually.js';
import type { RegistryFiles } from '../../support/stack.js';
import { SOAK_REGISTRY } from './soak-registry.js';

/** Stand-in models, `dragoman serve` with encoder, store and admin, and a real Envoy; nothing in it remembers every request. */
export interface SoakStack extends Router {
  /** The store's file; beside it lie its log and index. */
  readonly store: string;
  /** Lines that Dragoman logged so far: those of decisions, and the others by their level, such as `info`. */
  readonly logLines: ReadonlyMap<string, number>;
  writeRegistry(files: RegistryFiles): Promise<void>;
}

/** Of pino. */
const LEVELS: Readonly<Record<number, string>> = { 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** The caller stops it. @param name folder of the log files in `.cache` */
export async function startSoakStack(name: string): Promise<SoakStack> {
  const cleanUp = createCleanUp();
  try {
    const work = await mkdtemp(join(tmpdir(), 'dragoman-soak-'));
    cleanUp.add(() => rm(work, { recursive: true, force: true }));
    const logs = join(cacheDir, name);
    await mkdir(logs, { recursive: true });
    const { child, ports } = await startModels(join(logs, 'models.log'));
    cleanUp.add(() => child.stop());
    const registry = join(work, 'registry');
    const writeRegistry = (files: RegistryFiles): Promise<void> => writeFiles(registry, files, ports);
    await mkdir(registry);
    await writeRegistry(SOAK_REGISTRY);
    const store = join(work, 'records.db');
    const logLines = new Map<string, number>();
    const router = await startRouter({
      ...{ registry, work, logs, envoy: await envoyBinary() },
      ports: {
        listener: await randomFreePort(),
        internal: await randomFreePort(),
        envoyAdmin: await randomFreePort(),
        admin: await randomFreePort(),
      },
      flags: ['--records', `sqlite:${store}`],
      env: { DRAGOMAN_HASH_KEY: 'a key of the soak test, of 32 bytes' },
      onLogLine: (line) => {
        const level = kindOf(line);
        logLines.set(level, (logLines.get(level) ?? 0) + 1);
      },
    });
    cleanUp.add(() => router.stop());
    return { ...router, store, logLines, writeRegistry, stop: () => cleanUp.run() };
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

/** `decision`, or the name of the line's level. */
function kindOf(line: string): string {
  const { level, msg } = parseObject(line) ?? {};
  return msg === 'decision' ? msg : (LEVELS[Number(level)] ?? 'other');
}

async function startModels(
  logFile: string,
): Promise<{ readonly child: Child; readonly ports: ReadonlyMap<string, number> }> {
  let line = '';
  const child = startChild({
    ...{ name: 'the stand-in models', command: process.execPath, logFile },
    args: [fileURLToPath(new URL('soak-model.js', import.meta.url))],
    onLine: (text) => (line ||= text),
  });
  await eventually('the stand-in models', () => line !== '');
  const ports = Object.entries(objectOf(parseObject(line) ?? {}));
  return { child, ports: new Map(ports.map(([name, port]) => [name, Number(port)])) };
}

async function writeFiles(
  folder: string,
  files: RegistryFiles,
  ports: ReadonlyMap<string, number>,
): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const filled = text.replaceAll(/\{\{([a-z]+)\}\}/g, (whole, model: string) => {
      const port = ports.get(model);
      return port === undefined ? whole : `http://127.0.0.1:${port}/v1`;
    });
    // A name that the loader does not read, so that it never sees half a document.
    const half = join(folder, `.${name}.new`);
    await writeFile(half, filled);
    await rename(half, join(folder, name));
  }
}
