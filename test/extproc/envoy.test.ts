import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { ExtProcServer } from '../../src/extproc/server.js';
import type { Mutation } from '../../src/mutation/mutation.js';
import { startEnvoy } from '../support/envoy-process.js';
import type { EnvoyProcess } from '../support/envoy-process.js';
import { eventually } from '../support/eventually.js';
import { envoyConfig } from './envoy-config.js';
import { decider, startServer } from './ext-proc-client.js';
import type { Heard } from './ext-proc-client.js';

const HEALTHY = 'cluster.dragoman.membership_healthy';

interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function startUpstream(t: TestContext, asked: Asked[]): Promise<number> {
  const upstream = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      asked.push({ headers: incoming.headers, body: Buffer.concat(chunks).toString() });
      response.setHeader('content-type', 'application/json');
      response.end('{"model":"qwen-small","usage":{"prompt_tokens":7,"completion_tokens":5}}');
    });
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  t.after(() => {
    upstream.close();
    upstream.closeAllConnections();
  });
  return (upstream.address() as AddressInfo).port;
}

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What the body's `model` asks the stub to decide. */
function decideByModel(body: Buffer): Mutation {
  const { model } = JSON.parse(body.toString()) as { model: string };
  const clusters = { small: ['model/small'], chain: ['model/dead', 'model/small'] }[model];
  if (clusters !== undefined) {
    const metadata = { decision: `decision-${model}`, route: 'r' };
    return {
      kind: 'forward',
      mode: clusters.length === 1 ? 'cluster' : 'chain',
      clusters,
      headers: [['x-envoy-upstream-rq-timeout-ms', '20000']],
      body: Buffer.from(`{"model":"qwen-small","longer":"${'é'.repeat(100)}"}`),
      metadata,
    };
  }
  if (model !== 'refused') return { kind: 'pass' };
  const headers = [['content-type', 'application/json']] as const;
  return { kind: 'reply', status: 404, headers, body: '{"error":1}', details: 'dragoman_model_not_found' };
}

interface Wiring {
  readonly envoy: EnvoyProcess;
  readonly server: ExtProcServer;
  readonly heard: Heard;
  readonly asked: readonly Asked[];
  readonly bodies: readonly number[];
  readonly post: (model: string) => Promise<Response>;
}

async function startWiring(t: TestContext): Promise<Wiring> {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-'));
  const socket = join(folder, 'extproc.sock');
  const asked: Asked[] = [];
  const bodies: number[] = [];
  const { server, heard } = await startServer(t, {
    bind: `unix:${socket}`,
    decider: decider({
      onHeaders: ({ path }) => (path === '/v1/files' ? { kind: 'pass' } : undefined),
      onBody: (_head, body) => {
        bodies.push(body.length);
        return Promise.resolve(decideByModel(body));
      },
    }),
  });
  server.setReady(true);
  const ports = { socket, upstream: await startUpstream(t, asked), dead: await closedPort() };
  writeFileSync(join(folder, 'envoy.yaml'), envoyConfig(ports));
  const envoy = await startEnvoy(folder);
  t.after(async () => {
    await envoy.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await untilStat(envoy, HEALTHY, 1);
  const post = (model: string): Promise<Response> =>
    fetch(`${envoy.url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify({ model }) });
  return { envoy, server, heard, asked, bodies, post };
}

async function untilStat(envoy: EnvoyProcess, name: string, value: number): Promise<void> {
  await eventually(`${name} to be ${value}`, async () => (await envoy.stat(name)) === value);
}

describe('with the real Envoy', () => {
  it('forwards to the cluster named, with the body changed, and hears what became of it', async (t) => {
    const { heard, asked, post } = await startWiring(t);
    const response = await post('small');
    assert.equal(response.status, 200);
    await response.text();
    const [sent] = asked;
    assert.equal(sent?.body, `{"model":"qwen-small","longer":"${'é'.repeat(100)}"}`);
    assert.equal(sent.headers['content-length'], String(Buffer.byteLength(sent.body)));
    await eventually('the outcome', () => heard.outcomes.length === 1);
    const [outcome] = heard.outcomes;
    assert.ok(outcome);
    const { totalMs, timeToFirstByteMs = -1, startTime, requestId, ...rest } = outcome;
    assert.deepEqual(rest, {
      decisionId: 'decision-small',
      status: 200,
      details: 'via_upstream',
      flags: [],
      cluster: 'model/small',
      attempts: 1,
      inputTokens: 7,
      outputTokens: 5,
      upstreamModel: 'qwen-small',
    });
    assert.equal(requestId, sent.headers['x-request-id']);
    assert.ok(timeToFirstByteMs > 0 && totalMs >= timeToFirstByteMs, `${timeToFirstByteMs} of ${totalMs} ms`);
    assert.ok(Math.abs(Date.now() - startTime) < 600_000, `${startTime} is no time of today`);
    assert.deepEqual(heard.errors, []);
  });

  it('tries a chain of clusters in turn', async (t) => {
    const { heard, asked, post } = await startWiring(t);
    const response = await post('chain');
    assert.equal(response.status, 200);
    await response.text();
    assert.equal(asked.length, 1);
    await eventually('the outcome', () => heard.outcomes.length === 1);
    assert.equal(heard.outcomes[0]?.decisionId, 'decision-chain');
    assert.equal(heard.outcomes[0].cluster, 'model/small');
    assert.equal(heard.outcomes[0].attempts, 2);
  });

  it('replies at once, with the details and without the headers of the default route', async (t) => {
    const { heard, asked, post } = await startWiring(t);
    const response = await post('refused');
    assert.equal(response.status, 404);
    assert.equal(await response.text(), '{"error":1}');
    assert.equal(response.headers.get('content-type'), 'application/json');
    assert.equal(response.headers.get('x-dragoman-fallback'), null);
    assert.equal(asked.length, 0);
    await eventually('the outcome', () => heard.outcomes.length === 1);
    assert.equal(heard.outcomes[0]?.details, 'dragoman_model_not_found');
    assert.equal(heard.outcomes[0].attempts, 0);
  });

  it('passes to the default route, untouched', async (t) => {
    const { envoy, heard, asked, bodies, post } = await startWiring(t);
    const passed = await post('other');
    assert.equal(passed.headers.get('x-dragoman-fallback'), 'default');
    await passed.text();
    assert.equal(asked[0]?.body, '{"model":"other"}');
    const get = await fetch(`${envoy.url}/v1/chat/completions`).then((response) => response.status);
    assert.equal(get, 200);
    await eventually('both outcomes', () => heard.outcomes.length === 2);
    assert.equal(heard.outcomes[0]?.decisionId, undefined);
    assert.equal(heard.outcomes[0]?.inputTokens, 7);
    // The GET has no body: the stub cannot parse it, and the request goes on all the same.
    assert.deepEqual(bodies, [17, 0]);
    assert.equal(heard.errors.length, 1);
  });

  it('lets a body by that it does not want, however large', async (t) => {
    const { envoy, asked, bodies } = await startWiring(t);
    const upload = request(`${envoy.url}/v1/files`, { method: 'POST' });
    upload.flushHeaders();
    // What Envoy holds before it knows that nobody wants the body falls under its limit.
    await untilStat(envoy, 'http.llm.ext_proc.stream_msgs_received', 1);
    upload.end('x'.repeat(3_000_000));
    const [response] = (await once(upload, 'response')) as [IncomingMessage];
    assert.equal(response.statusCode, 200);
    response.resume();
    assert.equal(asked[0]?.body.length, 3_000_000);
    assert.deepEqual(bodies, []);
  });

  it('is left out once it drains, and no request fails', async (t) => {
    const { envoy, server, heard, post } = await startWiring(t);
    const responses = [await post('small')];
    await responses[0]?.text();
    assert.equal(responses[0]?.headers.get('x-dragoman-fallback'), null);
    await eventually('the report to begin', () => heard.reporting.length === 1);
    server.setReady(false);
    await untilStat(envoy, HEALTHY, 0);
    await server.drain(10_000);
    assert.deepEqual(heard.reporting, [true, false]);
    const late = await post('small');
    assert.equal(late.status, 200);
    assert.equal(late.headers.get('x-dragoman-fallback'), 'default');
    await late.text();
  });
});
