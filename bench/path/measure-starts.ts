import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '../../demo/child-process.js';
import { randomFreePort } from '../../demo/free-port.js';
import { NODE_FLAGS } from '../../demo/node-flags.js';
import { isOk, waitFor } from '../../demo/wait-for.js';
import { HEADERS } from '../../src/mutation/wire-names.js';
import { wholeCpuMs } from '../process-usage.js';
import { writeBenchRegistry } from '../registry.js';
import { startScript } from '../start-script.js';
import { chatBody } from './bodies.js';
import type { StartFigure } from './path-figures.js';
import type { PathPlan } from './path-plan.js';

/** Starts `dragoman serve` with the encoder, and an Envoy before it, again and again. */
export async function measureStarts({ work, envoy, settings, onProgress }: PathPlan): Promise<StartFigure[]> {
  const folder = join(work, 'starts');
  const registry = join(folder, 'registry');
  await mkdir(registry, { recursive: true });
  const port = await randomFreePort();
  const upstream = startScript('path/upstream', String(port), folder);
  try {
    await waitFor('The upstream', () => isOk(`http://127.0.0.1:${port}/`), upstream);
    await writeBenchRegistry(registry, port);
    const starts: StartFigure[] = [];
    for (let start = 0; start < settings.starts; start++) {
      onProgress(`start ${start + 1} of ${settings.starts}`);
      starts.push(await measureStart({ registry, folder, envoy }));
    }
    return starts;
  } finally {
    await upstream.stop();
  }
}

interface Place {
  readonly registry: string;
  readonly folder: string;
  readonly envoy: string;
}

async function measureStart({ registry, folder, envoy: program }: Place): Promise<StartFigure> {
  const [admin, listener] = [await loopbackAddress(), await loopbackAddress()];
  const [internal, envoyAdmin] = [await loopbackAddress(), await loopbackAddress()];
  const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
  const xds = join(folder, 'xds');
  const start = performance.now();
  const dragoman = startChild({
    name: 'Dragoman',
    command: process.execPath,
    args: [
      ...[...NODE_FLAGS, main, 'serve', registry, '--listen', `unix:${join(folder, 'start.sock')}`],
      ...['--admin', admin, '--xds', xds, '--envoy-listen', listener],
      ...['--envoy-internal', internal, '--envoy-admin', envoyAdmin],
    ],
    logFile: join(folder, 'start.log'),
  });
  try {
    await waitFor('Dragoman', () => isOk(`http://${admin}/readyz`), dragoman);
    const readyMs = Math.round(performance.now() - start);
    const envoy = startChild({
      name: 'Envoy',
      command: program,
      args: ['-c', join(xds, 'envoy.yaml'), '--concurrency', '1', '--disable-hot-restart', '-l', 'error'],
      logFile: join(folder, 'start-envoy.log'),
    });
    try {
      await waitFor('Envoy', () => isDecided(`http://${listener}`), envoy);
      return { readyMs, cpuMs: wholeCpuMs(dragoman.pid) };
    } finally {
      await envoy.stop();
    }
  } finally {
    await dragoman.stop();
  }
}

async function loopbackAddress(): Promise<string> {
  return `127.0.0.1:${await randomFreePort()}`;
}

/** Sends a request that no rule decides. */
async function isDecided(url: string): Promise<boolean> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: chatBody(2048, 'What is told here about the night train?'),
  });
  await response.arrayBuffer();
  return response.headers.has(HEADERS.reason);
}
