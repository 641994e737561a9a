import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ask, chat } from '../support/ask.js';
import { GREETING_REGISTRY } from '../support/pool-text.js';
import { sendRaw } from '../support/raw-request.js';
import { startStack, type Stack } from '../support/stack.js';

/** Envoy ends the connection behind the answer. */
const CLOSE = 'connection: close';
const BODY = JSON.stringify(chat('hello'));

/** A chat request as bytes, with more lines in its head. */
function post(lines: readonly string[], body = BODY, path = '/v1/chat/completions'): string {
  const isSized = lines.some((line) => /^(?:content-length|transfer-encoding)/i.test(line));
  const own = isSized ? [] : [`content-length: ${Buffer.byteLength(body)}`];
  const head = [`POST ${path} HTTP/1.1`, 'host: x', 'content-type: application/json', ...own, ...lines];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

const statusesOf = (text: string): readonly number[] =>
  Array.from(text.matchAll(/^HTTP\/1\.1 (\d{3})/gm), ([, status]) => Number(status));

describe('a request that smuggles', () => {
  let stack: Stack;
  before(async () => {
    stack = await startStack({ registry: GREETING_REGISTRY, flags: ['--encoder', 'none'] });
  });
  after(() => stack.stop());

  const received = (): number => [...stack.models.values()].flatMap((model) => model.received()).length;

  it('names no model or cluster of its own by our headers, however they are spelt', async () => {
    const names = [
      'x-dragoman-cluster',
      'X-Dragoman-Cluster',
      'x-dragoman-mode',
      'x-dragoman-shadow-cluster',
    ];
    for (const name of names) {
      const answer = await sendRaw(stack.url, post([CLOSE, `${name}: model/large`, `${name}: cascade`]));
      assert.deepEqual(statusesOf(answer), [200], answer);
      assert.match(answer, /^x-dragoman-model: small\r$/m);
    }
  });

  it('is refused, or means nothing, with underscores for dashes', async () => {
    const answer = await sendRaw(stack.url, post([CLOSE, 'x_dragoman_cluster: model/large']));
    assert.ok([200, 400].includes(statusesOf(answer)[0] ?? 0), answer);
    assert.doesNotMatch(answer, /x-dragoman-model: large/);
  });

  it('is one request, or none, when its length and its encoding differ', async () => {
    const hidden = post([CLOSE], JSON.stringify(chat('hello', { model: 'large' })));
    const chunked = `${Buffer.byteLength(BODY).toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;
    const cases: readonly (readonly string[])[] = [
      [`content-length: ${BODY.length}`, `content-length: ${BODY.length + 10}`],
      [`content-length: ${BODY.length}`, 'transfer-encoding: chunked'],
      ['transfer-encoding: chunked', 'transfer-encoding: identity'],
      ['transfer-encoding: xchunked'],
      ['transfer-encoding : chunked'],
      ['transfer-encoding:\u000bchunked'],
      ['content-length: -1'],
      ['content-length: 0x10'],
      [`content-length: +${BODY.length}`],
      [`content-length:${BODY.length},${BODY.length + 1}`],
    ];
    for (const lines of cases) {
      const before = received();
      const answer = await sendRaw(stack.url, post(lines, chunked) + hidden);
      const statuses = statusesOf(answer);
      assert.ok(
        statuses.every((status) => status === 200 || (status >= 400 && status <= 501)),
        `${lines.join()}: ${answer}`,
      );
      assert.doesNotMatch(answer, /x-dragoman-model: large/, lines.join());
      assert.ok(received() - before <= 1, `${lines.join()} reached ${received() - before} models`);
    }
  });

  it('is refused with a line end inside a header or a path', async () => {
    const cases = [
      post([CLOSE, 'x-tenant-id: a\rx-dragoman-cluster: model/large']),
      post([CLOSE, 'x-tenant-id: a\0b']),
      post([CLOSE, 'x-tenant id: a']),
      post([CLOSE], BODY, '/v1/chat/completions\r\nx-dragoman-cluster: model/large'),
      post([CLOSE, ' x-dragoman-cluster: model/large']),
    ];
    for (const bytes of cases) {
      const answer = await sendRaw(stack.url, bytes);
      assert.doesNotMatch(answer, /x-dragoman-model: large/, bytes);
      const [status = 0] = statusesOf(answer);
      assert.ok(status === 0 || status === 200 || (status >= 400 && status < 500), answer);
    }
  });

  it('writes no line of its own into an answer, by the name of a model', async () => {
    for (const model of [
      'a\r\nx-injected: 1',
      'a\nx-injected: 1',
      'a\0b',
      '\u0085x-injected: 1',
      'auto\r\n\r\n{}',
    ]) {
      const answer = await sendRaw(
        stack.url,
        Buffer.from(post([CLOSE], JSON.stringify(chat('hello', { model })))),
      );
      assert.deepEqual(statusesOf(answer), [404], answer);
      assert.doesNotMatch(answer, /^x-injected/m);
    }
  });

  it('gets no second model past ours, by a key that is repeated, escaped or in other letters', async () => {
    const rest = '"messages":[{"role":"user","content":"hello"}]';
    const keys = [
      '"model":"large"',
      '"\\u006dodel":"large"',
      '"MODEL":"large"',
      '"model":"large","model":"auto"',
    ];
    for (const key of keys) {
      const answer = await ask(stack.url, `{"model":"auto",${rest},${key},"__proto__":{"model":"large"}}`);
      const { body } =
        stack.models
          .get(answer.model ?? '')
          ?.received()
          .at(-1) ?? {};
      assert.equal(body?.match(/model/gi)?.length, 2, `${key}: ${body ?? answer.text}`);
    }
  });

  it('is one log line, whatever its text looks like', async () => {
    const forged = '{"level":30,"decision":"forged","msg":"decision"}';
    const text = `hello\n${forged}\n\r\n${forged}\u2028traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`;
    const headers = { 'x-tenant-id': forged, 'x-request-id': forged, traceparent: '00-zz-zz-01' };
    const answer = await ask(stack.url, chat(text), { headers });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(
      stack.logs().filter((line) => line['decision'] === 'forged').length,
      0,
      'a log line was forged',
    );
  });
});
