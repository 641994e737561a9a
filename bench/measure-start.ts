import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '../demo/child-process.js';
import { randomFreePort } from '../demo/free-port.js';
import { NODE_FLAGS } from '../demo/node-flags.js';
import { isOk, waitFor } from '../demo/wait-for.js';

/** Milliseconds from the start of a `dragoman serve` process until it is ready, with the encoder loaded; asked every 50 ms. */
export async function measureStart(registry: string, work: string): Promise<number> {
  const port = await randomFreePort();
  const main = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));
  const start = performance.now();
  const child = startChild({
    name: 'Dragoman',
    command: process.execPath,
    args: [
      ...NODE_FLAGS,
      main,
      'serve',
      registry,
      '--listen',
      `unix:${join(work, 'start.sock')}`,
      '--admin',
      `127.0.0.1:${port}`,
    ],
    logFile: join(work, 'start.log'),
  });
  try {
    await waitFor('Dragoman', () => isOk(`http://127.0.0.1:${port}/readyz`), child);
    return Math.round(performance.now() - start);
  } finally {
    await child.stop();
  }
}
