import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startXdsSync } from '../../../src/app/registry/xds-sync.js';
import type { Registry } from '../../../src/config/registry.js';
import { SAMPLE_OPTIONS, sampleModel, sampleRegistry } from '../../envoy/sample-registry.js';
import { buildCascade, buildRoute } from '../../support/build-registry.js';
import { eventually } from '../../support/eventually.js';
import { memoryLogger } from '../../support/memory-logger.js';

describe('startXdsSync', () => {
  const directory = mkdtempSync(join(tmpdir(), 'xds-'));
  let warm: readonly string[] = [];
  let asked = 0;
  const admin = createServer((_request, response) => {
    asked += 1;
    response.end(JSON.stringify({ cluster_statuses: warm.map((name) => ({ name })) }));
  });

  before(async () => {
    await once(admin.listen(0, '127.0.0.1'), 'listening');
  });
  after(() => {
    admin.close();
    rmSync(directory, { recursive: true });
  });

  function has(file: string, text: string): boolean {
    return readFileSync(join(directory, file), 'utf8').includes(text);
  }

  it('moves the routes to a new default once its cluster is warm', async () => {
    const { port } = admin.address() as AddressInfo;
    const { logger, lines } = memoryLogger();
    const first = sampleRegistry([sampleModel('old')]);
    const next = sampleRegistry([sampleModel('new')]);
    const options = { ...SAMPLE_OPTIONS, xdsDirectory: directory, admin: { host: '127.0.0.1', port } };
    const sync = startXdsSync(options, first, logger);
    const prepared = sync.prepare(next, first);
    await eventually('Envoy is asked', () => asked > 1);
    assert.ok(has('cds.yaml', 'name: model/new'));
    assert.ok(has('rds.yaml', 'cluster: model/old'));
    assert.ok(!has('rds.yaml', 'model/new'));
    warm = ['model/new'];
    await prepared;
    sync.stop();
    assert.ok(has('rds.yaml', 'cluster: model/new'));
    assert.ok(!has('rds.yaml', 'model/old'));
    assert.ok(has('cds.yaml', 'name: model/old'));
    assert.deepEqual(lines, []);
  });

  it('waits for the clusters of a new cascade, and keeps those of an old one', async () => {
    const { port } = admin.address() as AddressInfo;
    const { logger } = memoryLogger();
    const registryOf = (...tiers: readonly string[]): Registry => ({
      ...sampleRegistry(['a', 'b', 'c'].map((name) => sampleModel(name))),
      routes: [buildRoute('r', '', { target: undefined, cascade: buildCascade(tiers) })],
    });
    const options = { ...SAMPLE_OPTIONS, xdsDirectory: directory, admin: { host: '127.0.0.1', port } };
    const [first, next] = [registryOf('a', 'c'), registryOf('b', 'c')];
    const sync = startXdsSync(options, first, logger);
    asked = 0;
    let ready = false;
    const prepared = sync.prepare(next, first).then(() => (ready = true));
    await eventually('Envoy is asked', () => asked > 1);
    assert.equal(ready, false);
    assert.ok(has('cds.yaml', 'name: tier/b'));
    warm = ['tier/b'];
    await prepared;
    sync.stop();
    assert.ok(has('cds.yaml', 'name: tier/a'));
  });

  it('keeps what it removed for as long as an answer may take', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { logger } = memoryLogger();
    const slow = { ...sampleModel('slow'), timeoutMs: 90_000 };
    const options = { ...SAMPLE_OPTIONS, xdsDirectory: directory };
    const [first, next] = [sampleRegistry([slow, sampleModel('old')]), sampleRegistry([slow])];
    const sync = startXdsSync(options, first, logger);
    await sync.prepare(next, first);
    t.mock.timers.tick(89_000);
    assert.ok(has('cds.yaml', 'name: model/old'));
    t.mock.timers.tick(1_000);
    assert.ok(!has('cds.yaml', 'name: model/old'));
    sync.stop();
  });
});
