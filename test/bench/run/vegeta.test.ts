import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadClient } from '../../../bench/load/load-job.js';
import { openVegeta } from '../../../bench/load/vegeta.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const STALL_MS = 1_000;
const PER_SECOND = 50;

describe('the load generator', () => {
  const work = temporaryFolder();
  const bodies: string[] = [];
  let stalledUntil = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.once('end', () => {
      bodies.push([request.headers['x-bench'], body].flat().join(''));
      if (bodies.length === 10) stalledUntil = performance.now() + STALL_MS;
      void sleep(Math.max(0, stalledUntil - performance.now())).then(() =>
        response.writeHead(200, { 'x-dragoman-reason': 'rule', 'x-dragoman-model': 'small' }).end(),
      );
    });
  });
  let client: LoadClient;
  let url: string;

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    client = await openVegeta(work);
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('goes on sending while the server stalls, and counts the wait of every request', async () => {
    const requests = [{ body: 'a' }, { body: 'b', headers: { 'x-bench': 'x' } }];
    const pace = { perSecond: PER_SECOND };
    const { latenciesUs, failed, reasons, models } = await client.run({ url, requests, seconds: 2, pace });
    assert.deepEqual([failed, latenciesUs.length], [0, 2 * PER_SECOND]);
    assert.deepEqual([reasons, models], [{ rule: 100 }, { small: 100 }]);
    // In a closed loop only one request would have met the stall.
    const met = latenciesUs.filter((latency) => latency > (STALL_MS * 1000) / 4).length;
    assert.ok(met > PER_SECOND / 2, `${met} of 100`);
    assert.deepEqual([...new Set(bodies)].sort(), ['a', 'xb']);
  });

  it('keeps so many connections busy where nothing is planned', async () => {
    const pace = { connections: 4 };
    const { latenciesUs, failed, seconds } = await client.run({
      ...{ url, requests: [{ body: 'c' }], seconds: 0.2, pace },
    });
    assert.equal(failed, 0);
    assert.ok(latenciesUs.length > 4 && seconds > 0);
  });

  it('tells that nobody listens', async () => {
    const nobody = { url: 'http://127.0.0.1:1/', requests: [{ body: 'd' }], seconds: 0.1 };
    const { failed, statuses } = await client.run({ ...nobody, pace: { perSecond: 20 } });
    assert.ok(failed > 0);
    assert.deepEqual(Object.keys(statuses), ['0']);
  });

  it('says what it complains about', async () => {
    const nothing = { url, requests: [], seconds: 0.1, pace: { perSecond: 20 } };
    await assert.rejects(client.run(nothing), /no targets/);
  });
});
