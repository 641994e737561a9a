import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { createCleanUp } from '../../support/clean-up.js';
import { exchange, type Exchange } from './exchange.js';

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

describe('one exchange', () => {
  const cleanUp = createCleanUp();
  afterEach(() => cleanUp.run());

  /** A server that does `act` with each request; the number counts those of one connection. */
  async function serve(act: (socket: Socket, number: number) => void): Promise<Server> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      let number = 0;
      sockets.add(socket);
      socket.on('data', () => {
        act(socket, number++);
      });
      socket.on('error', () => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUp.add(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    return server;
  }

  function senderTo(
    server: Server,
    agent = new Agent({ keepAlive: true }),
  ): (more?: { cancelAfterMs?: number; giveUpMs?: number }) => Promise<Exchange> {
    cleanUp.add(() => {
      agent.destroy();
    });
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return ({ cancelAfterMs, giveUpMs = 30_000 } = {}) =>
      exchange({ agent, url, body: Buffer.from('{}'), headers: {}, cancelAfterMs, giveUpMs });
  }

  it('reads an answer to its end', async () => {
    const send = senderTo(await serve((socket) => socket.write(OK)));
    const { status, text, broken } = await send();
    assert.deepEqual({ status, text, broken }, { status: 200, text: 'ok', broken: undefined });
  });

  it('says that an answer broke off', async () => {
    const server = await serve((socket) => {
      socket.write(OK.slice(0, -1), () => socket.destroy());
    });
    const { status, broken } = await senderTo(server)();
    assert.equal(status, 200);
    assert.equal(broken, 'ECONNRESET');
  });

  it('does not send again what was written to a kept connection', async () => {
    let requests = 0;
    const server = await serve((socket, number) => {
      requests++;
      if (number === 0) socket.write(OK);
      else socket.destroy();
    });
    const send = senderTo(server);
    assert.equal((await send()).status, 200);
    const { status, broken } = await send();
    assert.deepEqual({ status, broken }, { status: 0, broken: 'ECONNRESET' });
    assert.equal(requests, 2);
  });

  it('takes a new connection for a kept one that is closed before the first byte', async () => {
    const server = await serve((socket) => socket.write(OK));
    const agent = new Agent({ keepAlive: true });
    const send = senderTo(server, agent);
    assert.equal((await send()).status, 200);
    let closed = 0;
    agent.reuseSocket = (socket, request) => {
      closed++;
      request.reusedSocket = true;
      socket.destroy();
    };
    assert.equal((await send()).status, 200);
    assert.equal(closed, 1);
  });

  it('goes away, and says so', async () => {
    const send = senderTo(await serve(() => undefined));
    assert.equal((await send({ cancelAfterMs: 10 })).cancelled, true);
    const late = await send({ giveUpMs: 10 });
    assert.deepEqual({ status: late.status, cancelled: late.cancelled }, { status: 0, cancelled: undefined });
  });
});
