import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { RegistryModel } from '../../src/config/registry.js';
import { eventually } from '../support/eventually.js';
import { type Certificates, makeCertificates } from './certificates.js';
import { startUpstream, type Upstream } from './recording-upstream.js';
import { sampleModel, sampleRegistry } from './sample-registry.js';
import { startTemporaryEnvoy, type TemporaryEnvoy } from './temporary-envoy.js';

describe('a real Envoy in front of hosted models', () => {
  let directory: string;
  let certificates: Certificates;
  let plain: Upstream;
  let secure: Upstream;
  const running: TemporaryEnvoy[] = [];

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'hosted-'));
    certificates = makeCertificates(directory, ['DNS:models.test', 'DNS:localhost', 'IP:127.0.0.1']);
    [plain, secure] = await Promise.all([startUpstream(), startUpstream(certificates)]);
  });
  after(async () => {
    await Promise.all(running.map((envoy) => envoy.stop()));
    await Promise.all([plain.stop(), secure.stop()]);
    rmSync(directory, { recursive: true, force: true });
  });

  /** Starts an Envoy whose default model has these settings, and asks it once. */
  async function ask(
    model: Partial<RegistryModel>,
    environment: Record<string, string> = {},
  ): Promise<{ envoy: TemporaryEnvoy; response: Response }> {
    const backends = [{ host: '127.0.0.1', port: plain.port, weight: 1 }];
    const registry = sampleRegistry([sampleModel('hosted', { backends, ...model })]);
    const envoy = await startTemporaryEnvoy(registry, environment);
    running.push(envoy);
    return { envoy, response: await post(envoy) };
  }

  function post(envoy: TemporaryEnvoy, path = '/v1/chat/completions?a=b'): Promise<Response> {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer mine', 'x-api-key': 'mine' };
    return fetch(envoy.url + path, { method: 'POST', body: '{"model":"auto"}', headers });
  }

  function overTls(host: string): Partial<RegistryModel> {
    return { tls: true, backends: [{ host, port: secure.port, weight: 1 }], caFile: certificates.caFile };
  }

  async function assertRefused(model: Partial<RegistryModel>): Promise<void> {
    const asked = secure.requests.length;
    const { response } = await ask(model);
    assert.equal(response.status, 503);
    assert.match(await response.text(), /CERTIFICATE_VERIFY_FAILED/);
    assert.equal(secure.requests.length, asked);
  }

  it('puts the path under the prefix, on routed and on other endpoints', async () => {
    const { envoy, response } = await ask({ pathPrefix: '/openai/v1' });
    assert.equal(response.status, 200);
    assert.equal(plain.last().path, '/openai/v1/chat/completions?a=b');
    await post(envoy, '/v1/embeddings');
    assert.equal(plain.last().path, '/openai/v1/embeddings');
  });

  it("adds the key from Envoy's environment and drops the client's keys", async () => {
    const apiKey = { env: 'TEST_KEY', header: 'authorization', prefix: 'Bearer ' };
    const { envoy, response } = await ask({ apiKey }, { TEST_KEY: 'from-environment' });
    assert.equal(response.status, 200);
    assert.equal(plain.last().headers.authorization, 'Bearer from-environment');
    assert.equal(plain.last().headers['x-api-key'], undefined);
    await post(envoy, '/v1/embeddings');
    assert.equal(plain.last().headers.authorization, 'Bearer from-environment');
  });

  it('adds the key from a file and reads it again when it changes', async () => {
    const file = join(directory, 'key');
    writeFileSync(file, 'first\n');
    const { envoy } = await ask({ apiKey: { file, header: 'X-Api-Key', prefix: '' } });
    assert.equal(plain.last().headers['x-api-key'], 'first');
    assert.equal(plain.last().headers.authorization, undefined);
    writeFileSync(`${file}.new`, 'second\n');
    renameSync(`${file}.new`, file);
    await eventually('the new key', async () => {
      await post(envoy);
      return plain.last().headers['x-api-key'] === 'second';
    });
  });

  it('sends no request without the key', async () => {
    const asked = plain.requests.length;
    const { response } = await ask({ apiKey: { env: 'NO_SUCH_KEY', header: 'authorization', prefix: '' } });
    assert.equal(response.status, 401);
    assert.equal(plain.requests.length, asked);
  });

  it('writes names that are special to Lua, JSON and patterns', async () => {
    for (const upstreamModel of ['a%1b', 'back\\slash "quoted"', 'größe/模型']) {
      await ask({ upstreamModel });
      assert.deepEqual(JSON.parse(plain.last().body), { model: upstreamModel });
    }
  });

  it('verifies the name that was looked up, the one given, or the address', async () => {
    for (const model of [
      overTls('localhost'),
      { ...overTls('127.0.0.1'), serverName: 'models.test' },
      overTls('127.0.0.1'),
    ]) {
      const { response } = await ask(model);
      assert.equal(response.status, 200, await response.text());
      // HTTP/2, which the certificate's server offered first.
      assert.equal(secure.last().headers[':method'], 'POST');
    }
  });

  it('refuses a certificate for another name, and one of an unknown authority', async () => {
    await assertRefused({ ...overTls('127.0.0.1'), serverName: 'other.test' });
    const elsewhere = mkdtempSync(join(directory, 'other-'));
    const stranger = makeCertificates(elsewhere, ['DNS:localhost']);
    await assertRefused({ ...overTls('localhost'), caFile: stranger.caFile });
  });
});
