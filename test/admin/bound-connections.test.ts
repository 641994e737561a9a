import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { boundConnections } from '../../src/admin/bound-connections.js';
import { askAdmin } from '../support/ask-admin.js';
import { eventually } from '../support/eventually.js';

const MOST = 8;

describe('boundConnections', () => {
  const waiting: ServerResponse[] = [];
  const clients: Socket[] = [];
  let server: Server;
  let port: number;

  before(async () => {
    server = createServer((request, response) => {
      if (request.url === '/wait') waiting.push(response);
      else response.end('here');
    });
    boundConnections(server, MOST);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    for (const client of clients) client.destroy();
    server.close();
    server.closeAllConnections();
  });

  /** Connects, and says no more than this. */
  async function say(text: string): Promise<Socket> {
    const client = connect(port, '127.0.0.1');
    clients.push(client);
    client.on('error', () => undefined).resume();
    await once(client, 'connect');
    if (text !== '') client.write(text);
    return client;
  }

  const connections = (): Promise<number> =>
    new Promise((resolve, reject) => {
      server.getConnections((error, count) => {
        if (error === null) resolve(count);
        else reject(error);
      });
    });

  it('answers a probe while others hold all connections, silent or in the middle of a head', async () => {
    for (let at = 0; at < 5 * MOST; at++) {
      await say(at % 2 === 0 ? '' : 'GET /healthz HTTP/1.1\r\nhost: local');
      if (at % MOST === 0) assert.equal((await askAdmin(port, '/healthz')).status, 200);
    }
    assert.equal((await askAdmin(port, '/healthz')).status, 200);
    assert.ok((await connections()) <= MOST);
  });

  it('takes room from those that ask nothing, and spares a request that is being answered', async () => {
    const asking = await say('GET /wait HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await eventually('its request', () => waiting.length === 1);
    for (let at = 0; at < 3 * MOST; at++) await say('');
    await eventually('room is made', async () => (await connections()) <= MOST);
    assert.equal(asking.destroyed, false);
    waiting.pop()?.end('at last');
    const [answer] = (await once(asking, 'data')) as [Buffer];
    assert.match(answer.toString(), /at last/);
  });

  it('takes room from the oldest request where every connection has one', async () => {
    const first = await say('GET /wait HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await eventually('its request', () => waiting.length === 1);
    const closed = once(first, 'close');
    for (let at = 2; at <= MOST + 1; at++) {
      await say('GET /wait HTTP/1.1\r\nhost: localhost\r\n\r\n');
      await eventually('its request', () => waiting.length === at);
    }
    await closed;
    assert.equal((await askAdmin(port, '/healthz')).status, 200);
  });
});
