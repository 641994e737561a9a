import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CleanUp } from './clean-up.js';
import type { Cluster } from './cluster.js';

/** Of the node, as its pods reach it. */
const NODE = '10.250.0.1';

/** Runs in the cluster's network: takes a free port, tells it over its first connection, and ends with that connection. */
const RELAY = `
const { createConnection, createServer } = require('node:net');
const [, socket] = process.argv;
const told = createConnection(socket).on('error', () => process.exit(1)).on('close', () => process.exit());
const server = createServer((from) => {
  const to = createConnection(socket);
  for (const [one, other] of [[from, to], [to, from]]) one.on('error', () => other.destroy()).pipe(other);
}).listen(0, '${NODE}', () => told.write(server.address().port + '\\n'));`;

/**
 * Lets the cluster's pods reach a port of this machine's loopback, until the test ends. A Unix socket leads from one network
 * to the other, for they share the file system.
 *
 * @returns where pods find it, as HOST:PORT
 */
export async function reachMachine(cluster: Cluster, cleanUp: CleanUp, port: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'reach-'));
  const path = join(folder, 'socket');
  const sockets = new Set<Socket>();
  const server = createServer((inside) => {
    sockets.add(inside);
    inside.on('error', () => inside.destroy()).once('close', () => sockets.delete(inside));
    if (server.listenerCount('told') === 0) pass(inside, port);
    else inside.once('data', (chunk) => server.emit('told', chunk.toString().trim()));
  }).listen(path);
  await once(server, 'listening');
  const told = once(server, 'told');
  const ended = cluster.run(process.execPath, ['-e', RELAY, path]);
  cleanUp.add(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  const early = ended.then(({ stderr }) => {
    throw new Error(`the relay ended: ${stderr}`);
  });
  const [inner] = (await Promise.race([told, early])) as readonly unknown[];
  return `${NODE}:${String(inner)}`;
}

function pass(inside: Socket, port: number): void {
  const server = createConnection(port, '127.0.0.1');
  server.on('error', () => inside.destroy());
  inside.once('close', () => server.destroy());
  server.once('close', () => inside.destroy());
  inside.pipe(server).pipe(inside);
}
