import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild, type Child } from '../demo/child-process.js';
import { randomFreePort } from '../demo/free-port.js';
import { startRouter } from '../demo/stack.js';
import { isOk, waitFor } from '../demo/wait-for.js';
import { loadRegistry } from '../src/config/load.js';
import { parseEnvoyOptions } from '../src/envoy/envoy-options.js';
import { renderEnvoy } from '../src/envoy/render.js';
import { writeXds } from '../src/envoy/write-xds.js';
import { plainEnvoy } from './plain-envoy.js';
import { writeBenchRegistry } from './registry.js';
import type { TargetName } from './results.js';
import { startScript } from './start-script.js';

/** Something that requests are sent through: an Envoy, and the ext_proc server behind it if there is one. */
export interface Target {
  /** Of Envoy's listener, without `/v1`. */
  readonly url: string;
  readonly envoyPid: number;
  readonly serverPid: number | undefined;
}

export interface Targets {
  readonly of: Readonly<Record<TargetName, Target>>;
  /** Folder of the registry that Dragoman serves. */
  readonly registry: string;
  /** May be called again. */
  stop(): Promise<void>;
}

interface Place {
  /** Scratch folder with a short path. */
  readonly work: string;
  readonly envoy: string;
}

/** Starts the upstream, and each target with an Envoy and a server of its own; all stay up side by side. */
export async function startTargets(place: Place): Promise<Targets> {
  const running: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    // Servers were started before the Envoys that use them, and the upstream first of all.
    for (const end of running.splice(0).reverse()) await end();
  };
  const keep = <T extends { stop(): Promise<void> }>(started: T): T => {
    running.push(() => started.stop());
    return started;
  };
  try {
    const port = await randomFreePort();
    const upstream = keep(startScript('upstream', String(port), place.work));
    await waitFor('The upstream', () => isOk(`http://127.0.0.1:${port}/`), upstream);
    const registry = join(place.work, 'registry');
    await writeBenchRegistry(registry, port);
    return {
      of: {
        envoy: await startPlain(place, port, keep),
        empty: await startEmpty(place, registry, keep),
        rules: await startDragoman(place, 'rules', registry, keep),
        encoder: await startDragoman(place, 'encoder', registry, keep),
      },
      registry,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Keep = <T extends { stop(): Promise<void> }>(started: T) => T;

async function startPlain(place: Place, upstream: number, keep: Keep): Promise<Target> {
  const [listener, admin] = [await randomFreePort(), await randomFreePort()];
  const config = join(place.work, 'plain.yaml');
  await writeFile(config, plainEnvoy({ listener, admin, upstream }));
  const envoy = keep(startEnvoy(place, 'plain', config));
  const url = `http://127.0.0.1:${listener}`;
  await waitFor('Envoy', () => isOk(url), envoy);
  return { url, envoyPid: envoy.pid, serverPid: undefined };
}

/** The configuration that Dragoman would write, with another server on the socket. */
async function startEmpty(place: Place, registry: string, keep: Keep): Promise<Target> {
  const [listener, admin] = [await randomFreePort(), await randomFreePort()];
  const folder = join(place.work, 'empty');
  const address = `unix:${join(folder, 'extproc.sock')}`;
  const loaded = loadRegistry(registry);
  if (!loaded.ok) throw new Error(`bench/registry is not valid: ${loaded.problems[0]?.message ?? ''}`);
  const options = parseEnvoyOptions({
    out: join(folder, 'xds'),
    listen: `127.0.0.1:${listener}`,
    admin: `127.0.0.1:${admin}`,
    dragoman: address,
  });
  await mkdir(folder);
  writeXds(options.xdsDirectory, renderEnvoy(loaded.registry, options));
  const server = keep(startScript('empty-server', address, place.work));
  const envoy = keep(startEnvoy(place, 'empty', join(options.xdsDirectory, 'envoy.yaml')));
  await waitFor('The empty server', () => isAsked(`http://127.0.0.1:${admin}`), envoy);
  return { url: `http://127.0.0.1:${listener}`, envoyPid: envoy.pid, serverPid: server.pid };
}

/** Whether Envoy has a listener and takes the server for healthy; before, requests would pass it by. */
async function isAsked(admin: string): Promise<boolean> {
  const filter = 'cluster.dragoman.membership_healthy|listener_manager.workers_started';
  const response = await fetch(`${admin}/stats?filter=${encodeURIComponent(filter)}`);
  const text = await response.text();
  return text.includes('membership_healthy: 1') && text.includes('workers_started: 1');
}

async function startDragoman(place: Place, name: TargetName, registry: string, keep: Keep): Promise<Target> {
  const work = join(place.work, name);
  await mkdir(work);
  const router = keep(
    await startRouter({
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
    }),
  );
  return { url: router.url, envoyPid: router.envoy.pid, serverPid: router.dragoman().pid };
}

function startEnvoy({ envoy, work }: Place, name: string, config: string): Child {
  return startChild({
    name: 'Envoy',
    command: envoy,
    args: ['-c', config, '--concurrency', '1', '--disable-hot-restart', '-l', 'warn'],
    logFile: join(work, `${name}-envoy.log`),
  });
}
