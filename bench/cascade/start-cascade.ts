import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { randomFreePort } from '../../demo/free-port.js';
import { startRouter, type Router } from '../../demo/stack.js';
import { isOk, waitFor } from '../../demo/wait-for.js';
import { writeBenchRegistry } from '../registry.js';
import { startScript } from '../start-script.js';

/** Starts the upstream, Dragoman and Envoy for the registry in `bench/cascade/registry`. The caller stops it. */
export async function startCascade(place: {
  /** Scratch folder with a short path. */
  readonly work: string;
  readonly envoy: string;
}): Promise<Router> {
  const work = join(place.work, 'cascade');
  const registry = join(work, 'registry');
  await mkdir(registry, { recursive: true });
  const port = await randomFreePort();
  const upstream = startScript('cascade/answering-upstream', String(port), work);
  try {
    await waitFor('The upstream', () => isOk(`http://127.0.0.1:${port}/`), upstream);
    await writeBenchRegistry(registry, port, 'bench/cascade/registry');
    const router = await startRouter({
      registry,
      work,
      logs: work,
      envoy: place.envoy,
      ports: {
        listener: await randomFreePort(),
        internal: await randomFreePort(),
        envoyAdmin: await randomFreePort(),
        admin: await randomFreePort(),
      },
    });
    return {
      ...router,
      stop: async () => {
        await router.stop();
        await upstream.stop();
      },
    };
  } catch (error) {
    await upstream.stop();
    throw error;
  }
}
