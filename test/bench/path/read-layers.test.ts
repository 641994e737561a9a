import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { layersSince, readLayers } from '../../../bench/path/read-layers.js';
import { waitForCalm } from '../../../bench/path/wait-for-calm.js';

describe('readLayers', () => {
  let scrapes = 0;
  const server = createServer((_, response) => {
    scrapes += 1;
    response.end(
      [
        '# TYPE dragoman_decisions_total counter',
        'dragoman_decisions_total{route="a",model="small",layer="fast",reason="similar"} 3',
        'dragoman_decisions_total{route="b",model="small",layer="fast",reason="stand_in"} 4',
        'dragoman_decisions_total{route="none",model="medium",layer="default",reason="out_of_scope"} 2',
        'dragoman_other_total{layer="fast"} 9',
        `dragoman_load_level ${scrapes < 3 ? 1 : 0}`,
      ].join('\n'),
    );
  });
  let admin: string;

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    admin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('adds up decisions by layer', async () => {
    assert.deepEqual(await readLayers(admin), { fast: 7, default: 2 });
    assert.deepEqual(await readLayers(undefined), {});
  });

  it('waits until nothing is left out', async () => {
    await waitForCalm(undefined);
    await waitForCalm(admin);
    assert.equal(scrapes, 3);
  });

  it('tells what came since', () => {
    assert.deepEqual(layersSince({ fast: 7, rules: 1 }, { fast: 9, rules: 1, cache: 2 }), {
      fast: 2,
      cache: 2,
    });
  });
});
