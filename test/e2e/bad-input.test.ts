import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Received } from '../../demo/stand-in/received.js';
import { ask, assertOpenAiError, chat, jsonOf } from '../support/ask.js';
import { GREETING_REGISTRY, policyText } from '../support/pool-text.js';
import { startStack, type Stack } from '../support/stack.js';

const MAX_BODY = 11_000_000;
const USER = '"messages":[{"role":"user","content":"hello"}]';

describe('an unusual request', () => {
  let stack: Stack;
  before(async () => {
    stack = await startStack({
      registry: {
        ...GREETING_REGISTRY,
        'policy.yaml': policyText(`limits: { maxBodyBytes: ${MAX_BODY} }`),
      },
      flags: ['--encoder', 'none'],
    });
  });
  after(() => stack.stop());

  const lastAt = (model: string): Received => {
    const received = stack.models.get(model)?.received().at(-1);
    assert.ok(received);
    return received;
  };

  async function refused(body: string | Buffer, status: number, code: string): Promise<void> {
    const countAll = (): number => [...stack.models.values()].flatMap((model) => model.received()).length;
    const before = countAll();
    assertOpenAiError(await ask(stack.url, body), status, code);
    assert.equal(countAll(), before, 'an upstream was asked');
  }

  it('is refused with 400 and a code from the closed table when its body is broken', async () => {
    await refused('', 400, 'body_missing');
    await refused('{"model":"auto",', 400, 'body_not_json');
    await refused('hello', 400, 'body_not_json');
    await refused('[]', 400, 'field_invalid');
    await refused('{"model":"auto"}', 400, 'field_missing');
    await refused('{"model":"auto","messages":[]}', 400, 'field_invalid');
    await refused('{"model":"auto","messages":"hello"}', 400, 'field_invalid');
    await refused('{"model":7,"messages":[{"role":"user","content":"hello"}]}', 400, 'field_invalid');
    await refused(`{"stream":"yes",${USER}}`, 400, 'field_invalid');
    await refused(Buffer.from('{"model":"auto","messages":"\xff\xfe"}', 'latin1'), 400, 'body_not_utf8');
  });

  it('may nest 100,000 levels deep without harm', async () => {
    const deep = '['.repeat(100_000);
    await refused(`{"model":"auto",${USER},"metadata":${deep}`, 400, 'body_too_deep');
    await refused(`{"model":"auto",${USER},"metadata":${deep}${']'.repeat(100_000)}}`, 400, 'body_too_deep');
  });

  it('is refused with 413 when its body is over the limit, packed or not', async () => {
    await refused(JSON.stringify(chat('x'.repeat(MAX_BODY))), 413, 'body_too_large');
    const packed = gzipSync(JSON.stringify(chat('x'.repeat(MAX_BODY))));
    const answer = await ask(stack.url, packed, { headers: { 'content-encoding': 'gzip' } });
    assertOpenAiError(answer, 413, 'body_too_large');
  });

  it('does no harm to the next one', async () => {
    assert.equal((await ask(stack.url, chat('hello'))).model, 'small');
  });

  it('of 10 MB arrives at the model byte for byte but for the name of the model', async () => {
    const rest = `"seed" : 7 ,\n\t"messages":[{"role":"user","content":"hello ${'äx\\n'.repeat(2_000_000)}"}]}`;
    assert.ok(Buffer.byteLength(rest) > 10_000_000);
    const answer = await ask(stack.url, `{"model":"auto",${rest}`);
    assert.equal(answer.model, 'small', answer.text);
    const wanted = createHash('sha256').update(`{"model":"stand-in/small",${rest}`).digest('hex');
    assert.equal(lastAt('small').sha256, wanted);
  });

  it('may be packed with gzip', async () => {
    const packed = gzipSync(JSON.stringify(chat('hello')));
    const answer = await ask(stack.url, packed, { headers: { 'content-encoding': 'gzip' } });
    assert.equal(answer.model, 'small', answer.text);
    assert.equal(lastAt('small').body, JSON.stringify(chat('hello', { model: 'stand-in/small' })));
    assert.equal(lastAt('small').headers['content-encoding'], undefined);
  });

  it('may come in chunks, without a content-length', async () => {
    const body = new ReadableStream({
      start(controller) {
        for (const part of ['{"model":"au', `to",${USER}`, '}']) controller.enqueue(Buffer.from(part));
        controller.close();
      },
    });
    const response = await fetch(`${stack.url}/v1/chat/completions`, {
      method: 'POST',
      body,
      duplex: 'half',
    });
    assert.equal(response.headers.get('x-dragoman-model'), 'small', await response.text());
    assert.equal(lastAt('small').body, `{"model":"stand-in/small",${USER}}`);
    assert.equal(lastAt('small').headers['content-length'], String(lastAt('small').bytes));
  });

  it('has one model in the end, however often and however spelt it names one', async () => {
    const names = [
      `{"model":"auto","model":"auto",${USER}}`,
      `{"model":"auto",${USER},"mod\\u0065l":"auto"}`,
      `{"\\u006dodel":"auto",${USER},"model":"auto"}`,
    ];
    for (const body of names) {
      assert.equal((await ask(stack.url, body)).model, 'small');
      assert.equal(lastAt('small').body, `{"model":"stand-in/small",${USER}}`);
    }
    const smuggled = await ask(stack.url, `{"model":"auto",${USER},"mod\\u0065l":"secret"}`);
    assertOpenAiError(smuggled, 404, 'model_not_found');
  });

  it('is refused with 405 under another method', async () => {
    const answer = await ask(stack.url, undefined, { method: 'GET' });
    assertOpenAiError(answer, 405, 'method_not_allowed');
  });

  it('passes untouched to the default model on a path that is not ours', async () => {
    const body = '{"model":"embedder", "input":["hello"]}';
    const answer = await ask(stack.url, body, { path: '/v1/embeddings' });
    assert.equal(answer.status, 404);
    assert.equal(jsonOf(answer)['detail'], 'Not Found');
    assert.equal(answer.decision, null);
    assert.equal(lastAt('medium').path, '/v1/embeddings');
    assert.equal(lastAt('medium').body, body);
  });

  it('does not obey forged headers, wherever the client says it comes from', async () => {
    const forged = {
      'x-dragoman-cluster': 'model/large',
      'x-dragoman-mode': 'chain',
      'x-dragoman-decision': 'forged',
      'x-dragoman-role': 'forged',
      'x-envoy-upstream-rq-timeout-ms': '1',
      'x-envoy-upstream-rq-per-try-timeout-ms': '1',
      'x-envoy-max-retries': '9',
      'x-envoy-original-path': '/v1/models',
      'x-envoy-decorator-operation': 'forged',
    };
    for (const from of ['127.0.0.1', '10.0.0.1', '10.0.0.1, 192.168.0.1', '::1']) {
      const headers = { ...forged, 'x-forwarded-for': from, 'x-envoy-external-address': '10.0.0.1' };
      const answer = await ask(stack.url, chat('hello'), { headers });
      assert.equal(answer.model, 'small', answer.text);
      assert.notEqual(answer.decision, 'forged');
      const passed = Object.entries(lastAt('small').headers).filter(([name]) =>
        /^x-(dragoman|envoy)-/.test(name),
      );
      assert.deepEqual(passed, []);
    }
    assert.deepEqual(stack.models.get('large')?.received(), []);
  });
});
