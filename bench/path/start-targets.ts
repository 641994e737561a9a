import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild, type Child } from '../../demo/child-process.js';
import { randomFreePort } from '../../demo/free-port.js';
import { type Router, startRouter } from '../../demo/stack.js';
import { isOk, waitFor } from '../../demo/wait-for.js';
import { loadRegistry } from '../../src/config/load.js';
import { parseEnvoyOptions } from '../../src/envoy/envoy-options.js';
import { renderEnvoy } from '../../src/envoy/render.js';
import { writeXds } from '../../src/envoy/write-xds.js';
import { startCascade } from '../cascade/start-cascade.js';
import { startScript } from '../start-script.js';
import { writePathRegistry } from './path-registry.js';
import { plainEnvoy } from './plain-envoy.js';
import { type SortedTexts, sortTexts, vectorFolder } from './sort-texts.js';

/** Something that requests are sent through: an Envoy, and the ext_proc server behind it if there is one. */
export interface Pair {
  /** Of Envoy's listener, without `/v1`. */
  readonly url: string;
  readonly envoyPid: number;
  readonly serverPid: number | undefined;
  /** Base URL of Dragoman's admin port; `undefined` where no Dragoman is. */
  readonly admin: string | undefined;
}

export interface Pairs {
  readonly envoy: Pair;
  readonly empty: Pair;
  /** Decides by rules, cache, fast head and encoder. */
  readonly dragoman: Pair;
  /** Decides by cascades. */
  readonly cascade: Pair;
  readonly texts: SortedTexts;
  /** May be called again. */
  stop(): Promise<void>;
}

export interface Place {
  /** Scratch folder with a short path. */
  readonly work: string;
  readonly envoy: string;
  /** Whether the registry is kept small, as a smoke run does. */
  readonly isSmall: boolean;
}

/** Starts the upstream, and each pair of an Envoy and a server; all stay up side by side. */
export async function startTargets(place: Place): Promise<Pairs> {
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
    const registry = join(place.work, 'registry');
    await mkdir(registry, { recursive: true });
    const candidates = await writePathRegistry(registry, port, place.isSmall);
    const texts = await sortTexts(candidates, registry, place.work);
    const upstream = keep(startScript('path/upstream', String(port), place.work));
    await waitFor('The upstream', () => isOk(`http://127.0.0.1:${port}/`), upstream);
    return {
      envoy: await startPlain(place, port, keep),
      empty: await startEmpty(place, registry, keep),
      dragoman: await startDragoman(place, registry, keep),
      cascade: await startGated(place, keep),
      ...{ texts, stop },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Keep = <T extends { stop(): Promise<void> }>(started: T) => T;

async function startPlain(place: Place, upstream: number, keep: Keep): Promise<Pair> {
  const [listener, admin] = [await randomFreePort(), await randomFreePort()];
  const config = join(place.work, 'plain.yaml');
  await writeFile(config, plainEnvoy({ listener, admin, upstream }));
  const envoy = keep(startEnvoy(place, 'plain', config));
  const url = `http://127.0.0.1:${listener}`;
  await waitFor('Envoy', () => isOk(url), envoy);
  return { url, envoyPid: envoy.pid, serverPid: undefined, admin: undefined };
}

/** The configuration that Dragoman would write, with another server on the socket. */
async function startEmpty(place: Place, registry: string, keep: Keep): Promise<Pair> {
  const [listener, admin] = [await randomFreePort(), await randomFreePort()];
  const folder = join(place.work, 'empty');
  const address = `unix:${join(folder, 'extproc.sock')}`;
  const loaded = loadRegistry(registry);
  if (!loaded.ok) throw new Error(`bench/registry is not valid: ${loaded.problems[0]?.message ?? ''}`);
  const options = parseEnvoyOptions({
    out: join(folder, 'xds'),
    'envoy-listen': `127.0.0.1:${listener}`,
    'envoy-admin': `127.0.0.1:${admin}`,
    dragoman: address,
  });
  await mkdir(folder);
  writeXds(options.xdsDirectory, renderEnvoy(loaded.registry, options));
  const server = keep(startScript('path/empty-server', address, place.work));
  const envoy = keep(startEnvoy(place, 'empty', join(options.xdsDirectory, 'envoy.yaml')));
  await waitFor('The empty server', () => isAsked(`http://127.0.0.1:${admin}`), envoy);
  const url = `http://127.0.0.1:${listener}`;
  return { url, envoyPid: envoy.pid, serverPid: server.pid, admin: undefined };
}

/** Whether Envoy has a listener and takes the server for healthy; before, requests would pass it by. */
async function isAsked(admin: string): Promise<boolean> {
  const filter = 'cluster.dragoman.membership_healthy|listener_manager.workers_started';
  const response = await fetch(`${admin}/stats?filter=${encodeURIComponent(filter)}`);
  const text = await response.text();
  return text.includes('membership_healthy: 1') && text.includes('workers_started: 1');
}

async function startDragoman(place: Place, registry: string, keep: Keep): Promise<Pair> {
  const work = join(place.work, 'dragoman');
  await mkdir(work);
  const router = keep(
    await startRouter({
      registry,
      work,
      logs: work,
      envoy: place.envoy,
      flags: ['--cache', vectorFolder(place.work)],
      ports: {
        listener: await randomFreePort(),
        internal: await randomFreePort(),
        envoyAdmin: await randomFreePort(),
        admin: await randomFreePort(),
      },
    }),
  );
  return pairOf(router);
}

async function startGated(place: Place, keep: Keep): Promise<Pair> {
  return pairOf(keep(await startCascade(place)));
}

function pairOf(router: Router): Pair {
  const { url, admin, envoy } = router;
  return { url, admin, envoyPid: envoy.pid, serverPid: router.dragoman().pid };
}

function startEnvoy({ envoy, work }: Place, name: string, config: string): Child {
  return startChild({
    name: 'Envoy',
    command: envoy,
    args: ['-c', config, '--concurrency', '1', '--disable-hot-restart', '-l', 'warn'],
    logFile: join(work, `${name}-envoy.log`),
  });
}
