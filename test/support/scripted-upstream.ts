import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model server whose every move the test makes itself. */
export interface ScriptedUpstream {
  /** Base URL with `/v1`. */
  readonly url: string;
  /** Drops open connections. */
  close(): void;
}

/** Starts it; `handle` gets each POST, health checks are answered by 200. */
export async function startScriptedUpstream(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<ScriptedUpstream> {
  const server = createServer((request, response) => {
    if (request.method === 'POST') handle(request, response);
    else response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
