import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseHostPort } from '../envoy/address.js';
import { DragomanError } from '../errors.js';
import type { Reloader } from '../router/reload.js';

/** The HTTP port for probes and people. It shows the registry's names and versions, never keys or prompts. */
export interface AdminServer {
  readonly port: number;
  close(): Promise<void>;
}

/** What the admin port reports on; read anew for each request. */
export interface AdminView {
  readonly ready: boolean;
  /** `undefined` until the first registry is in service. */
  readonly reloader: Reloader | undefined;
  /** Numbers by part, such as `llmRouter`; `undefined` for a part that the policy switched off. */
  readonly counters?: (() => Readonly<Record<string, object | undefined>>) | undefined;
}

/**
 * Serves `GET /healthz` (the process lives), `/readyz` (registry and encoder are loaded, not draining), `/config`
 * (what is in service, since when, what was refused) and `/counters` (what caches, conversations and the LLM router did).
 *
 * @param address `host:port`; port 0 takes a free one
 * @throws {DragomanError} `usage` for a malformed address, `address_unavailable` for one that cannot be had
 */
export async function startAdminServer(address: string, view: AdminView): Promise<AdminServer> {
  const server = createServer((request, response) => {
    const [status, body] = answer(request.url ?? '/', view);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(body)}\n`);
  });
  const port = await listen(server, address);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function answer(path: string, view: AdminView): [status: number, body: object] {
  switch (path.split('?', 1)[0]) {
    case '/healthz':
      return [200, { status: 'alive' }];
    case '/readyz':
      return view.ready ? [200, { status: 'ready' }] : [503, { status: 'not ready' }];
    case '/config':
      return [200, describeConfig(view.reloader)];
    case '/counters':
      return [200, view.counters?.() ?? {}];
    default:
      return [404, { error: 'Known paths: /healthz, /readyz, /config, /counters.' }];
  }
}

function describeConfig(reloader: Reloader | undefined): object {
  if (reloader === undefined) return { loaded: false };
  const { registry, instruments } = reloader.current;
  return {
    loaded: true,
    version: registry.version,
    directory: registry.directory,
    default: registry.pool.default,
    models: [...registry.pool.models.keys()],
    routes: registry.routes.map(({ name }) => name),
    encoder: instruments.encoder?.checksum ?? null,
    ...reloader.status,
    loadedAt: new Date(reloader.status.loadedAt).toISOString(),
  };
}

function listen(server: Server, address: string): Promise<number> {
  const { host, port } = parseHostPort('--admin', address);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new DragomanError('address_unavailable', `--admin ${address}: ${error.message}.`, { cause: error }),
      );
    });
    server.listen(port, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
