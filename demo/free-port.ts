import { createServer } from 'node:net';

const LOWEST = 20_000;
const HIGHEST = 32_000;

const HIGHEST_OF_ALL = 65_535;

/**
 * The first free port on 127.0.0.1 at or after `port`; undefined when the next 100 are all taken.
 * @param but one that is free, and meant for something else
 */
export async function nextFreePort(port: number, but?: number): Promise<number | undefined> {
  for (let candidate = port; candidate < port + 100 && candidate <= HIGHEST_OF_ALL; candidate++) {
    if (candidate !== but && (await isFree(candidate))) return candidate;
  }
  return undefined;
}

/**
 * A free port on 127.0.0.1 for a program that cannot be given port 0. Drawn below the range that the system hands out
 * for outgoing connections, so that nothing takes it before the program binds it.
 */
export async function randomFreePort(): Promise<number> {
  for (;;) {
    const candidate = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (await isFree(candidate)) return candidate;
  }
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
