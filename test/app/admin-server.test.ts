import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type AdminServer, type AdminView, startAdminServer } from '../../src/app/admin-server.js';
import type { RegistryProblem } from '../../src/config/problem.js';
import { DragomanError } from '../../src/errors.js';
import { compile } from '../../src/router/compile.js';
import type { Reloader } from '../../src/router/reload.js';
import { buildModel, buildRegistry, buildRoute } from '../support/build-registry.js';

const problem: RegistryProblem = {
  ...{ file: 'registry/pool.yaml', line: 3, column: 5, path: 'spec.default' },
  message: '"x" is no model',
  code: 'registry_reference',
};

async function buildReloader(): Promise<Reloader> {
  const apiKey = { file: '/secret/key', header: 'authorization', prefix: 'Bearer ' };
  const route = buildRoute('smalltalk', 'small', { examples: ['a prompt nobody else may see'] });
  const registry = buildRegistry([buildModel('large', { apiKey }), buildModel('small')], [route]);
  return {
    current: await compile(registry, {}),
    status: { loads: 2, refusals: 1, loadedAt: 0, problems: [problem], error: undefined },
    reload: () => Promise.resolve(),
    equip: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

describe('startAdminServer', () => {
  let server: AdminServer;
  const view: { ready: boolean; reloader: Reloader | undefined; counters?: AdminView['counters'] } = {
    ready: false,
    reloader: undefined,
  };

  before(async () => {
    server = await startAdminServer('127.0.0.1:0', view);
  });
  after(() => server.close());

  async function get(
    path: string,
  ): Promise<{ readonly status: number; readonly body: unknown; readonly text: string }> {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
    assert.equal(response.headers.get('content-type'), 'application/json');
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text), text };
  }

  it('is alive before it is ready', async () => {
    assert.equal((await get('/healthz')).status, 200);
    assert.equal((await get('/readyz')).status, 503);
    view.ready = true;
    assert.equal((await get('/readyz?verbose')).status, 200);
  });

  it('shows the numbers of the parts that count', async () => {
    assert.deepEqual((await get('/counters')).body, {});
    view.counters = () => ({ decisionCache: { hits: 3 }, llmRouter: undefined });
    assert.deepEqual((await get('/counters')).body, { decisionCache: { hits: 3 } });
  });

  it('says so when no registry is in service yet', async () => {
    view.reloader = undefined;
    assert.deepEqual(await get('/config').then(({ body }) => body), { loaded: false });
  });

  it('shows what is in service, since when, and what was refused', async () => {
    view.reloader = await buildReloader();
    assert.deepEqual((await get('/config')).body, {
      ...{ loaded: true, version: '0123456789ab', directory: 'registry', default: 'large' },
      ...{ models: ['large', 'small'], routes: ['smalltalk'], encoder: null },
      ...{ loads: 2, refusals: 1, loadedAt: '1970-01-01T00:00:00.000Z', problems: [problem] },
    });
  });

  it('shows neither keys nor prompts', async () => {
    view.reloader = await buildReloader();
    assert.doesNotMatch((await get('/config')).text, /secret|nobody else/);
  });

  it('names its paths to whoever asks for another', async () => {
    for (const path of ['/', '/config/', '/healthz/x', '//config', '/%00']) {
      const { status, text } = await get(path);
      assert.equal(status, 404, path);
      assert.match(text, /\/healthz/);
    }
  });
});

describe('startAdminServer, given a bad address', () => {
  const view = { ready: true, reloader: undefined };
  const failsWith = (code: string) => (error: unknown) =>
    error instanceof DragomanError && error.code === code;

  it('refuses one that is malformed', async () => {
    for (const address of [
      '',
      '9902',
      ':9902',
      '127.0.0.1:',
      '127.0.0.1:http',
      '127.0.0.1:65536',
      'a:-1',
      'a:1e3',
      'a: 1',
    ]) {
      await assert.rejects(startAdminServer(address, view), failsWith('usage'), address);
    }
  });

  it('tells that one is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await assert.rejects(startAdminServer(`127.0.0.1:${port}`, view), failsWith('address_unavailable'));
    other.close();
  });

  it('takes an IPv6 address in brackets', async (context) => {
    const server = await startAdminServer('[::1]:0', view).catch((error: unknown) => {
      assert.ok(
        failsWith('address_unavailable')(error),
        'a machine without IPv6 may refuse it, but not as malformed',
      );
      return undefined;
    });
    if (server === undefined) context.diagnostic('this machine has no IPv6');
    await server?.close();
  });
});
