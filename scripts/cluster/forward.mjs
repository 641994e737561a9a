import { createConnection, createServer } from 'node:net';

/**
 * Gives a place inside a cluster's network a port of this machine.
 * @param {string} door the forwarder's socket
 * @param {string} host address or name, as the node sees it
 * @param {number} port
 * @returns {Promise<{ port: number, close: () => Promise<void> }>} a port of 127.0.0.1; `close` also ends its connections
 */
export async function forward(door, host, port) {
  const open = new Set();
  const server = createServer({ allowHalfOpen: true }, (here) => {
    const there = createConnection({ path: door, allowHalfOpen: true });
    there.write(`${host} ${port}\n`);
    for (const [from, to] of [
      [here, there],
      [there, here],
    ]) {
      open.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroySoon();
      });
      from.pipe(to);
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A forgotten forward must not keep a test's process alive.
  server.unref();
  return {
    port: server.address().port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
