import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { frame } from '../../../src/extproc/wire/protobuf.js';
import {
  type CallHandler,
  createWireServer,
  type WireServer,
} from '../../../src/extproc/wire/wire-server.js';
import { eventually } from '../../support/eventually.js';

const echo: CallHandler = (call) => {
  call.listen({
    onMessage: (message) => {
      if (message.toString() === 'throw') throw new Error('no');
      call.write(frame((writer) => writer.uint32(message.length)));
    },
    onEnd: () => {
      call.end();
    },
  });
};
const rest: CallHandler = (call) => {
  call.listen({
    onMessage: () => {
      call.write(frame((writer) => writer.uint32(1)));
      call.rest();
    },
    onEnd: () => undefined,
  });
};

/** How a client begins, with an empty SETTINGS frame. */
const PREFACE = Buffer.from(
  `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'\0'.repeat(3)}\x04${'\0'.repeat(5)}`,
  'latin1',
);

interface Started {
  readonly server: WireServer;
  readonly port: number;
  readonly client: ClientHttp2Session;
  readonly errors: unknown[];
}

async function start(t: TestContext, keepaliveMs = 600_000): Promise<Started> {
  const errors: unknown[] = [];
  const server = createWireServer({
    methods: {
      '/t.T/Echo': echo,
      '/t.T/Rest': rest,
      '/t.T/Throw': () => {
        throw new Error('broken handler');
      },
    },
    maxMessageBytes: 100,
    keepaliveMs,
    onError: (error) => errors.push(error),
  });
  const port = await server.listen({ host: '127.0.0.1', port: 0 });
  const client = connect(`http://127.0.0.1:${port}`);
  t.after(async () => {
    client.destroy();
    const closed = server.close();
    server.destroy();
    await closed;
  });
  return { server, port, client, errors };
}

interface Answer {
  readonly head: IncomingHttpHeaders;
  /** The status of a call, wherever it came. */
  readonly status: string | undefined;
  readonly message: string | undefined;
  readonly body: Buffer;
}

/** Sends these bytes; ends its side when told. */
async function call(
  client: ClientHttp2Session,
  path: string,
  bytes: readonly Buffer[],
  { ends = true, headers = {} }: { ends?: boolean; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const stream = client.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    ...headers,
  });
  const chunks: Buffer[] = [];
  let head: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  stream.on('response', (received) => (head = received));
  stream.on('trailers', (received: IncomingHttpHeaders) => (trailers = received));
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('error', () => undefined);
  for (const chunk of bytes) stream.write(chunk);
  if (ends) stream.end();
  await once(stream, 'close');
  const told = { ...head, ...trailers };
  return {
    head,
    status: told['grpc-status']?.toString(),
    message: told['grpc-message']?.toString(),
    body: Buffer.concat(chunks),
  };
}

function message(text: string, flag = 0): Buffer {
  const prefix = Buffer.from([flag, 0, 0, 0, 0]);
  prefix.writeUInt32BE(text.length, 1);
  return Buffer.concat([prefix, Buffer.from(text)]);
}

describe('a wire server', () => {
  it('answers each message, and ends with a status', async (t) => {
    const { client } = await start(t);
    const { head, status, body } = await call(client, '/t.T/Echo', [message('ab'), message('abc')]);
    assert.equal(head['content-type'], 'application/grpc');
    assert.equal(status, '0');
    assert.deepEqual([...body], [0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 1, 3]);
  });

  it('ends a call of which nothing was answered', async (t) => {
    const { client } = await start(t);
    assert.equal((await call(client, '/t.T/Echo', [])).status, '0');
  });

  it('ends a call that said its last word, though the client keeps it open', async (t) => {
    const { client } = await start(t);
    assert.equal((await call(client, '/t.T/Rest', [message('a')], { ends: false })).status, '0');
  });

  it('refuses what it does not know', async (t) => {
    const { client } = await start(t);
    const unknown = await call(client, '/t.T/Nothing', [message('a')]);
    assert.equal(unknown.status, '12');
    assert.equal(decodeURIComponent(unknown.message ?? ''), 'No method /t.T/Nothing here.');
    const compressed = await call(client, '/t.T/Echo', [message('a', 1)]);
    assert.equal(compressed.status, '12');
    const plain = await call(client, '/t.T/Echo', [], { headers: { 'content-type': 'text/plain' } });
    assert.equal(plain.head[':status'], 415);
  });

  it('refuses a message that is too large, and only that call', async (t) => {
    const { client, errors } = await start(t);
    const [large, small] = await Promise.all([
      call(client, '/t.T/Echo', [message('x'.repeat(101))], { ends: false }),
      call(client, '/t.T/Echo', [message('x')]),
    ]);
    assert.equal(large.status, '8');
    assert.equal(small.status, '0');
    assert.equal(errors.length, 1);
  });

  it('survives handlers that throw', async (t) => {
    const { client, errors } = await start(t);
    assert.equal((await call(client, '/t.T/Throw', [])).status, '13');
    assert.equal((await call(client, '/t.T/Echo', [message('throw')])).status, '13');
    assert.equal(errors.length, 2);
  });

  it('survives what is no HTTP/2', async (t) => {
    const { client, port } = await start(t);
    for (const garbage of [
      'GET / HTTP/1.1\r\n\r\n',
      '\0'.repeat(100),
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff',
    ]) {
      const socket = connectSocket(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.end(Buffer.from(garbage, 'latin1'));
      socket.resume();
      await once(socket, 'close');
    }
    assert.equal((await call(client, '/t.T/Echo', [message('a')])).status, '0');
  });

  it('cuts a connection at whose other end nobody is any more, and no other one', async (t) => {
    const { client, port } = await start(t, 100);
    const silent = connectSocket(port, '127.0.0.1');
    silent.on('error', () => undefined);
    // And then nothing: no answer to a ping.
    silent.write(PREFACE);
    silent.resume();
    await once(silent, 'close');
    assert.equal((await call(client, '/t.T/Echo', [message('a')])).status, '0');
  });

  it('closes a connection with its last call, and takes what was on its way', async (t) => {
    const { server, client } = await start(t);
    const open = client.request({
      ':method': 'POST',
      ':path': '/t.T/Echo',
      'content-type': 'application/grpc',
    });
    open.write(message('a'));
    await once(open, 'response');
    let isClosed = false;
    void server.close().then(() => (isClosed = true));
    await once(client, 'goaway');
    assert.equal(isClosed, false);
    open.resume();
    open.end();
    await eventually('the server to close', () => isClosed);
  });

  it('closes a connection without calls by itself', async (t) => {
    const { server, client } = await start(t);
    assert.equal((await call(client, '/t.T/Echo', [message('a')])).status, '0');
    await server.close();
  });

  it('cuts a connection that its client keeps open', async (t) => {
    const { server, port } = await start(t);
    const socket = connectSocket({ port, host: '127.0.0.1', allowHalfOpen: true });
    t.after(() => socket.destroy());
    socket.write(PREFACE);
    await once(socket, 'data');
    socket.resume();
    let isClosed = false;
    void server.close().then(() => (isClosed = true));
    await once(socket, 'end');
    assert.equal(isClosed, false);
    server.destroy();
    await eventually('the server to close', () => isClosed);
  });
});
