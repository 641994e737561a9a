import { connect } from 'node:net';

/**
 * Sends bytes as they are, and gives all that came back, in Latin-1, once the other side closed or said nothing for a while, as it does behind half a request.
 *
 * @param quietMs silence after which the exchange counts as over; default 3,000
 */
export function sendRaw(base: string, bytes: string | Buffer, quietMs = 3_000): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.setTimeout(quietMs, () => socket.destroy());
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  });
}
