import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type AdminServer, startAdminServer } from '../../src/admin/admin-server.js';
import type { AdminEndpoint } from '../../src/admin/endpoint.js';
import { MOST_BODY_BYTES } from '../../src/admin/read-body.js';
import { DragomanError } from '../../src/errors.js';
import { type AdminAnswer, askAdmin } from '../support/ask-admin.js';
import { eventually } from '../support/eventually.js';

const JSON_TYPE = { 'content-type': 'application/json' };

function endpoint(path: string, changes: Partial<AdminEndpoint>): AdminEndpoint {
  return {
    method: 'GET',
    path,
    summary: 'A test.',
    response: 'Anything',
    handle: ({ parts, query }) => ({
      kind: 'json',
      status: 200,
      body: { parts, query: Object.fromEntries(query) },
    }),
    ...changes,
  };
}

let send: ((data: object) => void) | undefined;
let ended = 0;

const ENDPOINTS: readonly AdminEndpoint[] = [
  endpoint('/open', { isOpen: true }),
  endpoint('/things/{id}', {
    parameters: [{ name: 'n', in: 'query', type: 'integer', description: 'A number.' }],
  }),
  endpoint('/things', {
    method: 'POST',
    handle: ({ body }) => ({ kind: 'json', status: 200, body: { bytes: body.length } }),
  }),
  endpoint('/text', {
    handle: () => ({ kind: 'content', status: 200, contentType: 'text/plain', content: 'hello' }),
  }),
  endpoint('/broken', {
    handle: () => {
      throw new Error('the secret reason');
    },
  }),
  endpoint('/no-store', {
    handle: () => Promise.reject(new DragomanError('store_unavailable', 'The store is away.')),
  }),
  endpoint('/usage', { handle: () => Promise.reject(new DragomanError('usage', 'not for clients')) }),
  endpoint('/events', {
    handle: () => ({
      kind: 'events',
      subscribe: (listener) => {
        send = listener;
        return () => {
          ended++;
        };
      },
    }),
  }),
];

function codeOf(answer: AdminAnswer): string {
  return (answer.json() as { readonly error: { readonly code: string } }).error.code;
}

describe('startAdminServer', () => {
  let server: AdminServer;
  const errors: unknown[] = [];
  const ask = (path: string, question?: Parameters<typeof askAdmin>[2]): Promise<AdminAnswer> =>
    askAdmin(server.port, path, question);

  before(async () => {
    server = await startAdminServer({
      address: '127.0.0.1:0',
      endpoints: ENDPOINTS,
      onError: (error) => errors.push(error),
    });
  });
  after(() => server.close());

  it('hands over the parts of the path and the query', async () => {
    const answer = await ask('/things/a%2Fb?n=3');
    assert.deepEqual(answer.json(), { parts: { id: 'a/b' }, query: { n: '3' } });
    assert.equal(answer.headers['content-type'], 'application/json');
  });

  it('lets nothing be guessed, framed, kept or read by another site', async () => {
    for (const path of ['/open', '/text', '/nothing']) {
      const { headers } = await ask(path);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
      assert.equal(headers['cache-control'], 'no-store');
      assert.match(String(headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/);
      assert.equal(headers['access-control-allow-origin'], undefined);
      assert.equal(headers['x-powered-by'] ?? headers['server'], undefined);
    }
  });

  it('answers HEAD as GET, without the body', async () => {
    const whole = await ask('/text');
    const head = await ask('/text', { method: 'HEAD' });
    assert.equal(whole.text, 'hello');
    assert.deepEqual([head.status, head.text, head.headers['content-length']], [200, '', '5']);
    const events = await ask('/events', { method: 'HEAD' });
    assert.equal(events.headers['content-type'], 'text/event-stream');
  });

  it('names its paths to whoever asks for another', async () => {
    for (const path of ['/', '/open/', '/things/', '/things/a/b', '//open', '/%00', '/things/%ff', '*']) {
      const answer = await ask(path);
      assert.equal(answer.status, 404, path);
      assert.equal(codeOf(answer), 'path_not_found');
      assert.match(answer.text, /Known paths: \/open, \/things\/\{id\}/);
    }
  });

  it('says which methods a path takes', async () => {
    for (const [path, method, allow] of [
      ['/open', 'POST', 'GET, HEAD'],
      ['/open', 'OPTIONS', 'GET, HEAD'],
      ['/things', 'GET', 'POST'],
      ['/things', 'DELETE', 'POST'],
    ] as const) {
      const answer = await ask(path, { method });
      assert.deepEqual([answer.status, answer.headers.allow], [405, allow], `${method} ${path}`);
      assert.equal(codeOf(answer), 'method_not_allowed');
    }
  });

  it('says what is wrong with a query', async () => {
    for (const query of ['n=x', 'n=1.5', 'n=1&n=2', 'm=1', 'n=']) {
      const answer = await ask(`/things/a?${query}`);
      assert.deepEqual([answer.status, codeOf(answer)], [400, 'field_invalid'], query);
    }
  });

  it('takes a body as JSON only, up to its limit', async () => {
    const post = (
      body: string,
      headers: Readonly<Record<string, string>> = JSON_TYPE,
    ): Promise<AdminAnswer> => ask('/things', { method: 'POST', body, headers });
    assert.deepEqual((await post('{}')).json(), { bytes: 2 });
    const charset = { 'content-type': 'application/json; charset=utf-8' };
    assert.equal((await post('{}', charset)).status, 200);
    for (const type of ['', 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
      const answer = await post('{}', type === '' ? {} : { 'content-type': type });
      assert.deepEqual([answer.status, codeOf(answer)], [415, 'media_type_unsupported'], type);
    }
    const packed = await post('{}', { ...JSON_TYPE, 'content-encoding': 'gzip' });
    assert.deepEqual([packed.status, codeOf(packed)], [415, 'media_type_unsupported']);
    assert.deepEqual((await post(' '.repeat(MOST_BODY_BYTES))).json(), { bytes: MOST_BODY_BYTES });
    const huge = await post(' '.repeat(8 * MOST_BODY_BYTES));
    assert.deepEqual([huge.status, codeOf(huge)], [413, 'body_too_large']);
    const chunked = await post(' '.repeat(8 * MOST_BODY_BYTES), {
      ...JSON_TYPE,
      'transfer-encoding': 'chunked',
    });
    assert.equal(chunked.status, 413);
  });

  it('tells what it foresaw by its code, and of the rest nothing but to its log', async () => {
    const known = await ask('/no-store');
    assert.deepEqual([known.status, codeOf(known)], [503, 'store_unavailable']);
    assert.match(known.text, /The store is away\./);
    errors.length = 0;
    for (const path of ['/broken', '/usage']) {
      const answer = await ask(path);
      assert.deepEqual([answer.status, codeOf(answer)], [500, 'internal_error']);
      assert.doesNotMatch(answer.text, /secret|not for clients|\.js/);
    }
    assert.deepEqual(errors.map(String), ['Error: the secret reason', 'DragomanError: not for clients']);
  });

  it('survives bytes that are no HTTP, and a client that leaves in the middle of its body', async () => {
    const noise = connect(server.port, '127.0.0.1');
    noise.end('\0\x16\x03 no http at all\r\n\r\n');
    await once(noise.resume(), 'close');
    const leaver = connect(server.port, '127.0.0.1');
    const head = 'POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';
    leaver.write(`${head}content-length: 1000\r\n\r\n{`);
    await once(leaver, 'connect');
    leaver.destroy();
    assert.equal((await ask('/open')).status, 200);
  });

  it('streams events, to so many clients at a time', async () => {
    const first = await fetch(`http://127.0.0.1:${server.port}/events`);
    assert.equal(first.headers.get('content-type'), 'text/event-stream');
    const reader = first.body?.pipeThrough(new TextDecoderStream()).getReader() ?? assert.fail('no body');
    await eventually('a listener', () => send !== undefined);
    send?.({ text: 'two\nlines' });
    let text = '';
    while (!text.includes('lines')) text += (await reader.read()).value ?? assert.fail('the stream ended');
    assert.equal(text, 'retry: 2000\n\ndata: {"text":"two\\nlines"}\n\n');
    const more = await Promise.all(
      Array.from({ length: 15 }, () => fetch(`http://127.0.0.1:${server.port}/events`)),
    );
    const refused = await ask('/events');
    assert.deepEqual([refused.status, codeOf(refused)], [503, 'too_many_streams']);
    const endedBefore = ended;
    await reader.cancel();
    for (const { body } of more) await body?.cancel();
    await eventually('the end of all streams', () => ended === endedBefore + 16);
    const again = await fetch(`http://127.0.0.1:${server.port}/events`);
    assert.equal(again.status, 200);
    await again.body?.cancel();
  });
});

describe('startAdminServer, with a token', () => {
  const cleanUp: (() => Promise<void>)[] = [];
  after(() => Promise.all(cleanUp.map((stop) => stop())));

  async function start(token: string): Promise<AdminServer> {
    const server = await startAdminServer({
      address: '127.0.0.1:0',
      endpoints: ENDPOINTS,
      token,
      onError: assert.ifError,
    });
    cleanUp.push(() => server.close());
    return server;
  }

  it('takes an empty one for none', async () => {
    const { port } = await start('');
    assert.equal((await askAdmin(port, '/text')).status, 200);
  });

  it('refuses one that nobody can send, and does not tell it', async () => {
    for (const token of ['s3cret\n', 'two words', 's\u00e9cret']) {
      await assert.rejects(start(token), (error) => {
        assert.ok(error instanceof DragomanError && error.code === 'usage');
        return /^DRAGOMAN_ADMIN_TOKEN: character \d/.test(error.message) && !error.message.includes(token);
      });
    }
  });

  it('asks for the token', async () => {
    const { port } = await start('s3cret');
    assert.equal((await askAdmin(port, '/open')).status, 200);
    for (const authorization of [
      '',
      'Bearer',
      'Bearer wrong',
      'Basic s3cret',
      'Bearer s3cret2',
      'Bearer S3CRET',
    ]) {
      const answer = await askAdmin(port, '/text', { headers: { authorization } });
      assert.deepEqual([answer.status, codeOf(answer)], [401, 'token_invalid'], authorization);
      assert.match(answer.headers['www-authenticate'] ?? '', /^Bearer realm=/);
    }
    const answer = await askAdmin(port, '/text', { headers: { authorization: 'bearer s3cret' } });
    assert.deepEqual([answer.status, answer.text], [200, 'hello']);
    const head = await askAdmin(port, '/text', { method: 'HEAD' });
    assert.equal(head.status, 401);
  });
});

describe('startAdminServer, given a bad address', () => {
  const start = (address: string): Promise<AdminServer> =>
    startAdminServer({ address, endpoints: ENDPOINTS, onError: assert.ifError });
  const failsWith = (code: string) => (error: unknown) =>
    error instanceof DragomanError && error.code === code;

  it('refuses one that is malformed', async () => {
    for (const address of [
      ...['', '9902', ':9902', '127.0.0.1:', '127.0.0.1:http'],
      ...['127.0.0.1:65536', 'a:-1', 'a:1e3', 'a: 1'],
    ]) {
      await assert.rejects(start(address), failsWith('usage'), address);
    }
  });

  it('tells that one is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await assert.rejects(start(`127.0.0.1:${port}`), failsWith('address_unavailable'));
    other.close();
  });

  it('takes an IPv6 address in brackets', async (context) => {
    const server = await start('[::1]:0').catch((error: unknown) => {
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
