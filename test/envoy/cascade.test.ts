import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { clusterOf, tierOf } from '../../src/mutation/wire-names.js';
import { eventually } from '../support/eventually.js';
import { BODY, type CascadeFixture, startCascadeFixture } from './cascade-fixture.js';
import { BAD, GOOD, says } from './scripted-model.js';

const THREE = [tierOf('small'), tierOf('medium'), clusterOf('large')];

describe('a real Envoy that carries out cascades', () => {
  let at: CascadeFixture;
  before(async () => {
    at = await startCascadeFixture();
  });
  after(() => at.stop());
  afterEach(() => at.reset());

  /** The answer came from `model`, whole, and no control header with it. */
  async function assertFrom(response: Response, model: string, attempts: number, body = GOOD): Promise<void> {
    assert.equal(response.status, 200);
    assert.equal(await response.text(), body);
    assert.equal(response.headers.get('x-dragoman-model'), model);
    assert.equal(response.headers.get('x-envoy-attempt-count'), String(attempts));
    assert.equal(response.headers.get('x-dragoman-escalate'), null);
  }

  it('delivers a good answer of the first tier and asks no other', async () => {
    await assertFrom(await at.ask(), 'small', 1);
    assert.equal(at.large.questions.length, 0);
    assert.equal(at.small.last().body, BODY);
    assert.equal(at.small.last().headers['content-length'], String(BODY.length));
    assert.deepEqual(
      at.dragoman.attempts.map(({ model, number, status, decisionId }) => [
        model,
        number,
        status,
        decisionId,
      ]),
      [['small', 1, 200, 'd1']],
    );
  });

  it('goes on to the next tier with its own model, path, key and host', async () => {
    at.small.answer = says(BAD);
    at.medium.answer = says(BAD);
    await assertFrom(await at.ask({ clusters: THREE }), 'large', 3);
    const { path, headers, body } = at.medium.last();
    assert.equal(body, '{"model":"org/medium","n":1}');
    assert.equal(path, '/openai/v1/chat/completions');
    assert.equal(headers.authorization, 'Bearer secret');
    assert.equal(headers.host, `127.0.0.1:${at.medium.backend.port}`);
    assert.equal(at.large.last().body, '{"model":"org/large","n":1}');
    assert.equal(at.large.last().path, '/v1/chat/completions');
    assert.equal(at.large.last().headers.authorization, 'Bearer mine');
    assert.equal(at.large.last().headers['x-request-id'], headers['x-request-id']);
    for (const each of [at.small, at.medium, at.large]) {
      const names = Object.keys(each.last().headers);
      assert.deepEqual(
        names.filter((name) => /^x-(dragoman|envoy)-/.test(name)),
        [],
      );
    }
    assert.deepEqual(
      at.dragoman.attempts.map(({ model, number }) => [model, number]),
      [
        ['small', 1],
        ['medium', 2],
      ],
    );
  });

  it('delivers the answer of the last tier, however bad', async () => {
    for (const each of [at.small, at.large]) each.answer = says(BAD);
    await assertFrom(await at.ask(), 'large', 2, BAD);
    at.large.answer = says('{"error":1}', 500);
    const response = await at.ask();
    assert.equal(response.status, 500);
    assert.equal(await response.text(), '{"error":1}');
  });

  for (const status of [429, 500, 503]) {
    it(`goes on after a ${status}`, async () => {
      at.small.answer = says('{}', status, { 'x-envoy-overloaded': 'true' });
      await assertFrom(await at.ask(), 'large', 2);
    });
  }

  it('delivers what the client did wrong', async () => {
    at.small.answer = says('{"error":"yours"}', 400);
    const response = await at.ask();
    assert.equal(response.status, 400);
    assert.equal(at.large.questions.length, 0);
  });

  it("goes on after the tier's own time-out, before the answer and within it", async () => {
    const metadata = { 'timeout.small': '150' };
    at.small.answer = () => undefined;
    await assertFrom(await at.ask({ metadata }), 'large', 2);
    at.small.answer = (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    await assertFrom(await at.ask({ metadata }), 'large', 2);
    await assertFrom(
      await at.ask({ metadata: { 'timeout.large': '1' }, clusters: [clusterOf('large')] }),
      'large',
      1,
    );
  });

  it('goes on after a connect failure and after a reset', async () => {
    await assertFrom(await at.ask({ clusters: [tierOf('dead'), clusterOf('large')] }), 'large', 2);
    at.small.answer = (response) => response.destroy();
    await assertFrom(await at.ask(), 'large', 2);
    at.small.answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{');
      setTimeout(() => response.destroy(), 50);
    };
    await assertFrom(await at.ask(), 'large', 2);
  });

  it('goes on where Envoy itself never retries: at a full breaker', async () => {
    const clusters = [tierOf('lonely'), clusterOf('large')];
    const waiting: (() => void)[] = [];
    at.small.answer = (response) => waiting.push(() => response.end(GOOD));
    const first = at.ask({ clusters });
    const second = at.ask({ clusters });
    await eventually('one at the model and one in front of it', async () => {
      return (await at.envoy.stat('cluster.model/lonely.upstream_rq_pending_active')) === 1;
    });
    for (const mode of ['cascade', 'cascade-prefix', 'chain']) {
      await assertFrom(await at.ask({ mode, clusters }), 'large', 2);
    }
    assert.equal(await at.envoy.stat('cluster.model/lonely.upstream_rq_pending_overflow'), 3);
    at.small.answer = says(GOOD);
    for (const finish of waiting) finish();
    for (const response of [await first, await second]) await assertFrom(response, 'lonely', 1);
  });

  it('goes on where Envoy itself never retries: at a model without a host', async () => {
    await assertFrom(await at.ask({ clusters: [tierOf('empty'), clusterOf('large')] }), 'large', 2);
  });

  it('goes on after an ejected tier, which plain requests still reach', async () => {
    at.medium.answer = says('{}', 503);
    const clusters = [tierOf('medium'), clusterOf('large')];
    for (let request = 0; request < 8; request++) await assertFrom(await at.ask({ clusters }), 'large', 2);
    assert.equal(await at.envoy.stat('cluster.model/medium.membership_healthy'), 0);
    at.medium.answer = says(GOOD);
    const response = await fetchPlain('medium');
    assert.equal(response.status, 200);
  });

  function fetchPlain(model: string): Promise<Response> {
    return at.ask({ clusters: [clusterOf(model)], mode: undefined });
  }

  it('throttles no escalation, however many come at once', async () => {
    at.small.answer = says(BAD);
    at.medium.answer = says('{}', 500);
    const responses = await Promise.all(Array.from({ length: 100 }, () => at.ask({ clusters: THREE })));
    for (const response of responses) await assertFrom(response, 'large', 3);
  });

  it('gates nothing on the other routes', async () => {
    at.small.answer = says(BAD);
    await assertFrom(await fetchPlain('small'), 'small', 1, BAD);
    await assertFrom(await at.ask({ mode: 'chain' }), 'small', 1, BAD);
    assert.equal(at.dragoman.attempts.length, 0);
  });

  it('lets no upstream call for the next tier', async () => {
    at.small.answer = says(GOOD, 200, { 'x-dragoman-escalate': '1' });
    for (const mode of ['cascade', 'cascade-prefix', 'chain'])
      await assertFrom(await at.ask({ mode }), 'small', 1);
  });

  it('holds a long answer, sends a long question again', async () => {
    const long = JSON.stringify({ text: 'x'.repeat(10_000_000) });
    at.small.answer = says(long);
    await assertFrom(await at.ask(), 'small', 1, long);
    at.small.answer = says(BAD);
    const rest = `,"text":"${'y'.repeat(3_000_000)}"}`;
    await assertFrom(await at.ask({ body: `{"model":"org/small"${rest}` }), 'large', 2);
    assert.ok(at.large.last().body === `{"model":"org/large"${rest}`, 'not the whole body');
  });

  it('has the last tier stream where the others must not', async () => {
    at.small.answer = says(BAD);
    at.medium.answer = says(BAD);
    const stream = '"stream":true,"stream_options":{"include_usage":true}';
    const body = '{"model":"org/small","stream":false,"n":"\\"stream\\":false"}';
    const metadata = { streaming: 'buffer', last: 'large', stream };
    const response = await at.ask({ clusters: THREE, metadata, body });
    assert.equal(response.headers.get('x-dragoman-streaming'), 'buffer');
    await assertFrom(response, 'large', 3);
    assert.equal(at.small.last().body, body);
    assert.equal(at.medium.last().body, body.replace('small', 'medium'));
    assert.equal(at.large.last().body, `{"model":"org/large",${stream},"n":"\\"stream\\":false"}`);
  });

  it('delivers an answer as it is when Dragoman dies, or the next with the right model', async () => {
    const dieAnd =
      (answer: typeof at.small.answer): typeof answer =>
      (response) => {
        at.dragoman.kill();
        answer(response);
      };
    at.small.answer = dieAnd(says(BAD));
    await assertFrom(await at.ask(), 'small', 1, BAD);
    await at.reset();
    at.small.answer = dieAnd(says('{}', 500));
    await assertFrom(await at.ask(), 'large', 2);
    assert.equal(at.large.last().body, '{"model":"org/large","n":1}');
  });
});
