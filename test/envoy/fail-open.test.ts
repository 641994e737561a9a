import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { clusterOf } from '../../src/mutation/wire-names.js';
import { eventually } from '../support/eventually.js';
import { startUpstream, type Upstream } from './recording-upstream.js';
import { sampleModel, sampleRegistry } from './sample-registry.js';
import { startTemporaryEnvoy, type TemporaryEnvoy } from './temporary-envoy.js';

const LIMIT = 2_000_000;
const CHAT = '/v1/chat/completions';

describe('a real Envoy whose Dragoman is dead', () => {
  let medium: Upstream;
  let small: Upstream;
  let envoy: TemporaryEnvoy;

  before(async () => {
    [medium, small] = await Promise.all([startUpstream(), startUpstream()]);
    envoy = await startTemporaryEnvoy(registryOf(['medium', 'small']));
  });
  after(async () => {
    await envoy.stop();
    await Promise.all([medium.stop(), small.stop()]);
  });

  function registryOf(names: readonly string[]): ReturnType<typeof sampleRegistry> {
    const portOf = (name: string): number => (name === 'medium' ? medium : small).port;
    const models = names.map((name) =>
      sampleModel(name, { backends: [{ host: '127.0.0.1', port: portOf(name), weight: 1 }] }),
    );
    return sampleRegistry(models, LIMIT);
  }

  function post(
    path: string,
    body: string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(envoy.url + path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  async function bodyAfter(body: string): Promise<string> {
    const response = await post(CHAT, body);
    assert.equal(response.status, 200);
    return medium.last().body;
  }

  it("lets no client's header choose a model, or make a chain", async () => {
    const asked = small.requests.length;
    for (const headers of [{ 'x-dragoman-cluster': clusterOf('small') }, { 'x-dragoman-mode': 'chain' }]) {
      const response = await post(CHAT, '{"messages":[]}', headers);
      assert.equal(response.headers.get('x-dragoman-fallback'), 'default');
    }
    assert.equal(small.requests.length, asked);
  });

  it('pins the default model on all four endpoints and says so', async () => {
    for (const path of [CHAT, '/v1/completions', '/v1/responses', '/v1/messages', `${CHAT}/?beta=true`]) {
      const response = await post(path, '{"messages":[], "model" : "small"}');
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('x-dragoman-fallback'), 'default');
      assert.equal(response.headers.get('x-dragoman-decision'), null);
      assert.equal(medium.last().path, path);
      assert.equal(medium.last().body, '{"messages":[], "model" : "org/medium"}');
      assert.equal(medium.last().headers['content-length'], String(medium.last().body.length));
    }
  });

  it('writes the model where the body has none', async () => {
    assert.equal(await bodyAfter('{"n":1}'), '{"model":"org/medium","n":1}');
    assert.equal(await bodyAfter(' { } '), '{"model":"org/medium" } ');
    assert.equal(await bodyAfter('{"model":null,"n":1}'), '{"model":"org/medium","n":1}');
  });

  it('changes only keys at the top, and every one of them', async () => {
    const rest = '"metadata":{"model":"x"},"tools":[{"model":"y"}],"a":"model","b":"\\"model\\":\\"z\\"\\\\"';
    assert.equal(await bodyAfter(`{${rest},"model":"small"}`), `{${rest},"model":"org/medium"}`);
    assert.equal(
      await bodyAfter('{"model":"a","n":"}","model":"b\\"c"}'),
      '{"model":"org/medium","n":"}","model":"org/medium"}',
    );
  });

  it('lets broken JSON through for the upstream to refuse', async () => {
    for (const body of ['', 'x', '[1]', '{"model":"a', '{"a":{']) assert.equal(await bodyAfter(body), body);
  });

  it('takes a body in chunks', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('{"model":"sm'));
        controller.enqueue(Buffer.from('all"}'));
        controller.close();
      },
    });
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    } as const;
    assert.equal((await fetch(envoy.url + CHAT, init)).status, 200);
    assert.equal(medium.last().body, '{"model":"org/medium"}');
  });

  it('ignores and removes forged control headers', async () => {
    const forged = {
      'x-dragoman-cluster': clusterOf('small'),
      'x-dragoman-mode': 'chain',
      'x-envoy-upstream-rq-timeout-ms': '1',
      'x-envoy-max-retries': '9',
      'x-forwarded-for': '10.0.0.1',
    };
    const before = small.requests.length;
    assert.equal((await post(CHAT, '{}', forged)).status, 200);
    assert.equal(small.requests.length, before);
    const names = Object.keys(medium.last().headers);
    assert.deepEqual(
      names.filter((name) => name.startsWith('x-dragoman-') || name.startsWith('x-envoy-')),
      [],
    );
  });

  it('unpacks a gzip body, also a large one', async () => {
    const text = 'many words '.repeat(90_000);
    const packed = gzipSync(JSON.stringify({ model: 'auto', text }));
    const response = await post(CHAT, packed, { 'content-encoding': 'gzip' });
    assert.equal(response.status, 200);
    assert.equal(medium.last().headers['content-encoding'], undefined);
    assert.ok(medium.last().body === JSON.stringify({ model: 'org/medium', text }), 'not the whole body');
  });

  it('hides accept-encoding, so that the usage of the answer can be read', async () => {
    await post(CHAT, '{}', { 'accept-encoding': 'gzip' });
    assert.equal(medium.last().headers['accept-encoding'], undefined);
  });

  it("sends the upstream's own host and the client's key", async () => {
    await post(CHAT, '{}', { authorization: 'Bearer mine' });
    assert.equal(medium.last().headers.host, `127.0.0.1:${medium.port}`);
    assert.equal(medium.last().headers.authorization, 'Bearer mine');
  });

  it('refuses a body over the limit in the OpenAI shape', async () => {
    const bomb = gzipSync(JSON.stringify({ model: 'auto', text: 'x'.repeat(LIMIT) }));
    for (const response of [
      await post(CHAT, 'x'.repeat(LIMIT + 100_000)),
      await post(CHAT, bomb, { 'content-encoding': 'gzip' }),
    ]) {
      assert.equal(response.status, 413);
      const { error } = (await response.json()) as { error: Record<string, unknown> };
      assert.equal(error['code'], 'body_too_large');
      assert.equal(error['type'], 'invalid_request_error');
      assert.match(String(error['message']), /larger than 2000000 bytes/);
    }
  });

  it('answers 404 and 503 in the OpenAI shape', async () => {
    const lost = await fetch(`${envoy.url}/nowhere`);
    assert.equal(lost.status, 404);
    assert.equal(lost.headers.get('content-type'), 'application/json');
    assert.equal(((await lost.json()) as { error: { code: string } }).error.code, 'path_not_found');
    const models = await fetch(`${envoy.url}/v1/models`);
    assert.equal(models.status, 503);
    assert.equal(((await models.json()) as { error: { code: string } }).error.code, 'router_unavailable');
    const feedback = await post('/v1/feedback', '{"thumbs":"up"}');
    assert.equal(feedback.status, 503);
    assert.equal(((await feedback.json()) as { error: { code: string } }).error.code, 'router_unavailable');
  });

  it('sees through a path in disguise', async () => {
    const response = await post('/v1/chat%2fcompletions', '{}');
    assert.equal(response.headers.get('x-dragoman-fallback'), 'default');
  });

  it('speaks HTTP/2', async () => {
    const session = connect(envoy.url);
    const stream = session.request({ ':path': CHAT, ':method': 'POST', 'content-type': 'application/json' });
    stream.end('{"prompt":"a"}').resume();
    const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
    session.close();
    assert.equal(headers[':status'], 200);
    assert.equal(medium.last().body, '{"model":"org/medium","prompt":"a"}');
  });

  it("passes the default model's other endpoints untouched", async () => {
    const body = '{"model":"embedder","input":["a"]}';
    const response = await post('/v1/embeddings', body, { 'accept-encoding': 'br' });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('x-dragoman-fallback'), null);
    assert.equal(medium.last().body, body);
    assert.equal(medium.last().headers['accept-encoding'], 'br');
    const packed = gzipSync(body);
    await post('/v1/files', packed, { 'content-encoding': 'gzip' });
    assert.equal(medium.last().headers['content-length'], String(packed.length));
  });

  it('passes an answer that is larger than the limit on other endpoints', async () => {
    const usual = medium.reply;
    medium.reply = { ...usual, body: `"${'x'.repeat(LIMIT * 2)}"` };
    const text = await (await post('/v1/embeddings', '{}')).text();
    medium.reply = usual;
    assert.equal(text.length, LIMIT * 2 + 2);
  });

  it('takes up a new model and a new default without a restart', async () => {
    envoy.update(registryOf(['small', 'medium']));
    const before = small.requests.length;
    await eventually('a request at the new default', async () => {
      await post(CHAT, '{"model":"auto"}');
      return small.requests.length > before;
    });
    assert.equal(small.last().body, '{"model":"org/small"}');
    assert.equal(await envoy.stat('cluster_manager.cds.update_rejected'), 0);
    assert.equal(await envoy.stat('http.llm.rds.llm.update_rejected'), 0);
    assert.equal(await envoy.stat('listener_manager.lds.update_rejected'), 0);
  });
});
