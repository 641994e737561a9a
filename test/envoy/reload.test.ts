import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { RegistryModel } from '../../src/config/registry.js';
import { type EnvoyFiles, renderEnvoy } from '../../src/envoy/render.js';
import { writeXds } from '../../src/envoy/write-xds.js';
import { createCleanUp } from '../support/clean-up.js';
import { startEnvoy } from '../support/envoy-process.js';
import { envoyStat } from '../support/envoy-stats.js';
import { eventually } from '../support/eventually.js';
import { startUpstream, type Upstream } from './recording-upstream.js';
import { SAMPLE_OPTIONS, sampleModel, sampleRegistry } from './sample-registry.js';
import { startTemporaryEnvoy, type TemporaryEnvoy } from './temporary-envoy.js';

const CHAT = '/v1/chat/completions';

describe('a real Envoy whose files change', () => {
  const cleanUp = createCleanUp();
  let upstream: Upstream;

  before(async () => {
    upstream = await startUpstream();
  });
  afterEach(() => cleanUp.run());
  after(() => upstream.stop());

  function model(name: string, changes: Partial<RegistryModel> = {}): RegistryModel {
    return sampleModel(name, {
      backends: [{ host: '127.0.0.1', port: upstream.port, weight: 1 }],
      ...changes,
    });
  }

  async function envoyOf(models: readonly RegistryModel[]): Promise<TemporaryEnvoy> {
    const envoy = await startTemporaryEnvoy(sampleRegistry(models));
    cleanUp.add(() => envoy.stop());
    return envoy;
  }

  function routesRead(admin: string): Promise<number> {
    return envoyStat(admin, 'http.llm.rds.llm.config_reload');
  }

  /** The models of the n-th change: another default, another time-out, and a model that comes and goes with its key. */
  function modelsOfChange(change: number): readonly RegistryModel[] {
    const [first, second] = change % 2 === 0 ? ['medium', 'small'] : ['small', 'medium'];
    const apiKey = { env: 'NO_SUCH_KEY', header: `x-key-${change}`, prefix: '' };
    const extra = change % 3 === 0 ? [] : [model(`extra-${change}`, { apiKey })];
    return [model(first, { timeoutMs: 60_000 + change * 1000 }), model(second), ...extra];
  }

  it('keeps a busy connection through ten changes of the registry', async () => {
    const envoy = await envoyOf(modelsOfChange(0));
    const client = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<Socket>();
    const load = { over: false };
    const answered = (async () => {
      const answers: string[] = [];
      while (!load.over) answers.push(await postOver(client, envoy.url, sockets));
      return answers;
    })();
    cleanUp.add(async () => {
      load.over = true;
      await answered.catch(() => undefined);
      client.destroy();
    });
    for (let change = 1; change <= 10; change += 1) {
      const known = await routesRead(envoy.admin);
      envoy.update(sampleRegistry(modelsOfChange(change)));
      await eventually('the new routes', async () => (await routesRead(envoy.admin)) > known);
      const body = `{"model":"org/${change % 2 === 0 ? 'medium' : 'small'}"}`;
      await eventually('an answer of the new default', () => upstream.last().body === body);
    }
    load.over = true;
    const answers = await answered;
    assert.ok(answers.length > 10);
    assert.deepEqual(new Set(answers), new Set(['200 keep-alive']));
    assert.equal(sockets.size, 1);
    assert.equal(await envoy.stat('listener_manager.listener_modified'), 0);
    assert.equal(await envoy.stat('http.llm.rds.llm.update_rejected'), 0);
  });

  it('takes routes to a cluster that is not warm yet', async () => {
    const silent = await startUpstream();
    silent.reply = { ...silent.reply, status: 0 };
    cleanUp.add(() => silent.stop());
    const envoy = await envoyOf([model('medium')]);
    // Envoy warms a cluster until its first health check has ended; this one ends with a time-out.
    const slow = model('slow', {
      backends: [{ host: '127.0.0.1', port: silent.port, weight: 1 }],
      healthCheck: { path: '/health', intervalMs: 1000 },
    });
    envoy.update(sampleRegistry([slow, model('medium')]));
    await eventually('the new routes', async () => (await routesRead(envoy.admin)) > 1);
    await eventually('the cold cluster', async () => {
      return (await envoy.stat('cluster_manager.warming_clusters')) === 1;
    });
    assert.equal((await post(envoy.url)).status, 503);
    await eventually('the warm cluster', async () => {
      return (await envoy.stat('cluster_manager.warming_clusters')) === 0;
    });
    silent.reply = { ...silent.reply, status: 200 };
    assert.equal((await post(envoy.url)).status, 200);
    assert.equal(await envoy.stat('http.llm.rds.llm.update_rejected'), 0);
  });

  it('opens no listener before it has a file of routes', async () => {
    const { directory, files } = writtenFiles();
    rmSync(join(directory, 'rds.yaml'));
    const starting = startEnvoy(directory);
    cleanUp.add(async () => {
      await starting.then(
        (envoy) => envoy.stop(),
        () => undefined,
      );
    });
    const address = join(directory, 'admin-address');
    const admin = await eventually('the admin address', () => {
      const text = existsSync(address) ? readFileSync(address, 'utf8') : '';
      // Envoy makes the file before it writes into it.
      return text !== '' && `http://${text}`;
    });
    await eventually('the listener is refused', async () => {
      return (await envoyStat(admin, 'listener_manager.lds.update_rejected').catch(() => 0)) > 0;
    });
    assert.equal(await envoyStat(admin, 'listener_manager.total_listeners_active'), 0);
    writeXds(directory, files);
    const envoy = await starting;
    assert.equal((await post(envoy.url)).status, 200);
  });

  it('blames itself, not the client, when it could not read its routes', async () => {
    const { directory, files } = writtenFiles();
    writeFileSync(join(directory, 'rds.yaml'), 'resources: [');
    const envoy = await startEnvoy(directory);
    cleanUp.add(() => envoy.stop());
    const response = await post(envoy.url);
    assert.equal(response.status, 503);
    const { error } = (await response.json()) as { error: Record<string, unknown> };
    assert.equal(error['type'], 'server_error');
    assert.equal(error['code'], 'route_not_found');
    writeXds(directory, files);
    await eventually('the routes', async () => (await post(envoy.url)).status === 200);
  });

  function writtenFiles(): { readonly directory: string; readonly files: EnvoyFiles } {
    const directory = mkdtempSync(join(tmpdir(), 'envoy-'));
    cleanUp.add(() => {
      rmSync(directory, { recursive: true });
    });
    const options = { ...SAMPLE_OPTIONS, xdsDirectory: directory };
    const files = renderEnvoy(sampleRegistry([model('medium')]), options);
    writeXds(directory, files);
    return { directory, files };
  }
});

function post(url: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(url + CHAT, { method: 'POST', body: '{"model":"auto"}', headers });
}

/** Status and `connection` header of one answer. */
function postOver(agent: Agent, url: string, sockets: Set<Socket>): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(url + CHAT, { method: 'POST', agent, headers }, (response) => {
      response.on('error', reject).resume();
      response.on('end', () => {
        resolve(`${response.statusCode ?? 0} ${response.headers.connection ?? 'keep-alive'}`);
      });
    });
    sent.on('socket', (socket) => sockets.add(socket)).on('error', reject);
    sent.end('{"model":"auto"}');
  });
}
