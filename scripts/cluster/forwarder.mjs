/**
 * Runs inside a cluster's network and lets connections in: each connection to a Unix socket begins with one line
 * `HOST PORT`, and everything after it goes there.  node forwarder.mjs SOCKET
 */
import { createConnection, createServer } from 'node:net';

const LONGEST_LINE = 300;

const server = createServer({ allowHalfOpen: true }, (outside) => {
  let head = Buffer.alloc(0);
  const read = (chunk) => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\n');
    if (end < 0 && head.length < LONGEST_LINE) return;
    outside.off('data', read);
    outside.pause();
    if (end < 0) {
      outside.destroy();
      return;
    }
    const [host, port] = head.toString('latin1', 0, end).split(' ');
    if (end + 1 < head.length) outside.unshift(head.subarray(end + 1));
    join(outside, createConnection({ host, port: Number(port), allowHalfOpen: true }));
  };
  outside.on('data', read);
  outside.on('error', () => outside.destroy());
});

function join(outside, inside) {
  for (const [from, to] of [
    [outside, inside],
    [inside, outside],
  ]) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroySoon());
    from.pipe(to);
  }
}

server.listen(process.argv[2]);
