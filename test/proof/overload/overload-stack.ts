import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
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
import { OVERLOAD_REGISTRY } from './overload-requests.js';

/** Stand-in models in a process of their own, `dragoman serve` with encoder and store, and a real Envoy. */
export interface OverloadStack extends Router {
  /** Scratch folder. */
  readonly work: string;
  readonly models: Child;
}

/** The caller stops it. @param sheds whether Dragoman may leave anything out */
export async function startOverloadStack(sheds: boolean): Promise<OverloadStack> {
  const cleanUp = createCleanUp();
  try {
    const work = await mkdtemp(join(tmpdir(), 'dragoman-overload-'));
    cleanUp.add(() => rm(work, { recursive: true, force: true }));
    const logs = join(cacheDir, 'overload');
    await mkdir(logs, { recursive: true });
    const { child, ports } = await startModels(join(logs, 'models.log'));
    cleanUp.add(() => child.stop());
    const registry = join(work, 'registry');
    await writeRegistry(registry, ports);
    const router = await startRouter({
      ...{ registry, work, logs, envoy: await envoyBinary() },
      ports: {
        listener: await randomFreePort(),
        internal: await randomFreePort(),
        envoyAdmin: await randomFreePort(),
        admin: await randomFreePort(),
      },
      flags: ['--records', `sqlite:${join(work, 'records.db')}`],
      env: {
        DRAGOMAN_HASH_KEY: 'a key of the overload test, of 32 bytes',
        DRAGOMAN_SHED_LOAD: sheds ? '' : 'off',
      },
    });
    cleanUp.add(() => router.stop());
    return { ...router, work, models: child, stop: () => cleanUp.run() };
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

async function startModels(
  logFile: string,
): Promise<{ readonly child: Child; readonly ports: Readonly<Record<string, unknown>> }> {
  let line = '';
  const child = startChild({
    ...{ name: 'the stand-in models', command: process.execPath, logFile },
    args: [fileURLToPath(new URL('overload-model.js', import.meta.url))],
    onLine: (text) => (line ||= text),
  });
  await eventually('the stand-in models', () => line !== '');
  return { child, ports: objectOf(parseObject(line) ?? {}) };
}

async function writeRegistry(folder: string, ports: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(folder);
  for (const [name, text] of Object.entries(OVERLOAD_REGISTRY)) {
    const filled = text.replaceAll(/\{\{([a-z]+)\}\}/g, (_, model: string) => {
      return `http://127.0.0.1:${String(ports[model])}/v1`;
    });
    await writeFile(join(folder, name), filled);
  }
}
