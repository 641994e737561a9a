import { createServer, type ListenOptions } from 'node:net';
import { DragomanError, reasonOf } from '../errors.js';
import { clearStaleSocket, socketPathOf } from './unix-socket.js';

/**
 * Where Node listens for an address as `--listen` takes it; a socket that a killed process left there is removed.
 *
 * @param bind `unix:/path` or `host:port`
 * @throws {DragomanError} `address_unavailable` when it is neither of both, or another process listens on the socket
 */
export async function placeOf(bind: string): Promise<ListenOptions> {
  const path = socketPathOf(bind);
  if (path !== undefined) {
    await clearStaleSocket(path);
    return { path };
  }
  const [, host, port] = /^(.*):(\d{1,5})$/.exec(bind) ?? [];
  if (host === undefined || port === undefined || Number(port) > 65_535) {
    throw new DragomanError(
      'address_unavailable',
      `Cannot listen on "${bind}": use unix:/path or host:port.`,
    );
  }
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

/**
 * Listens for a moment, so that a start which must fail does so before it changes what others read.
 *
 * @throws {DragomanError} `address_unavailable`
 */
export async function requireFreeAddress(bind: string): Promise<void> {
  const place = await placeOf(bind);
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject).listen(place, resolve);
    });
  } catch (cause) {
    throw notListening(bind, cause);
  }
  await new Promise((resolve) => probe.close(resolve));
}

export function notListening(bind: string, cause: unknown): DragomanError {
  return new DragomanError(
    'address_unavailable',
    `Cannot listen on ${bind}: ${reasonOf(cause)}; stop what listens there, or name another address with --listen.`,
    { cause },
  );
}
