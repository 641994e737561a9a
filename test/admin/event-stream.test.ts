import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { streamEvents } from '../../src/admin/event-stream.js';
import { eventually } from '../support/eventually.js';

/** What the system may buffer besides. */
const BIG = { text: 'x'.repeat(100_000) };

describe('streamEvents', () => {
  let send: (data: object) => void;
  let response: ServerResponse;
  let hasEnded = false;
  const server = createServer((_, to) => {
    response = to;
    void streamEvents(to, (listener) => {
      send = listener;
      return () => {
        hasEnded = true;
      };
    });
  });
  let socket: Socket;

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await once(socket, 'readable');
  });
  after(() => {
    socket.destroy();
    server.close();
  });

  it('holds little for a client that does not read, and tells it later what it missed', async () => {
    for (let sent = 0; sent < 500; sent++) {
      send(BIG);
      await new Promise(setImmediate);
    }
    assert.ok(response.writableLength < 400_000, `${response.writableLength} bytes wait`);
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    await eventually('an empty buffer', () => response.writableLength === 0);
    send({ last: true });
    await eventually('the last event', () => text.includes('data: {"last":true}'));
    // In chunks, each after its size.
    const skipped = Number(/: (\d+) events skipped\n\n\s+[\da-f]+\r\ndata: \{"last":true\}/.exec(text)?.[1]);
    const received = text.match(/data: \{"text"/g)?.length ?? 0;
    assert.ok(skipped > 0);
    assert.equal(skipped + received, 500);
  });

  it('ends what feeds it when the client leaves', async () => {
    assert.equal(hasEnded, false);
    socket.destroy();
    await eventually('the end', () => hasEnded);
    send(BIG);
  });
});
