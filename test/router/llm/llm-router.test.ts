import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { LlmRouter, type LlmRouterOptions } from '../../../src/router/llm/llm-router.js';
import { createCleanUp } from '../../support/clean-up.js';
import { startScriptedUpstream } from '../../support/scripted-upstream.js';

const QUESTION = {
  text: 'A text that nobody else may see.',
  candidates: [
    { route: 'a', description: '', examples: [] },
    { route: 'b', description: '', examples: [] },
  ],
  registryVersion: 'v1',
};

const ANSWER = '{"choices":[{"message":{"content":"B"}}],"usage":{"total_tokens":50}}';

type Reply = (body: string, response: ServerResponse) => void;

const answer =
  (status: number, text: string): Reply =>
  (_body, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  };

describe('LlmRouter', () => {
  const cleanUp = createCleanUp();
  const bodies: string[] = [];
  let reply: Reply = answer(200, ANSWER);
  let port = 0;
  let time = 0;

  before(async () => {
    const upstream = await startScriptedUpstream((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        bodies.push(Buffer.concat(chunks).toString());
        reply(bodies.at(-1) ?? '', response);
      });
    });
    port = Number(new URL(upstream.url).port);
    cleanUp.add(() => {
      upstream.close();
    });
  });
  after(() => cleanUp.run());
  beforeEach(() => {
    reply = answer(200, ANSWER);
    bodies.length = 0;
  });

  function createRouter(changes: Partial<LlmRouterOptions> = {}): LlmRouter {
    const router = new LlmRouter({
      model: 'judge',
      address: { host: '127.0.0.1', port },
      deadlineMs: 10_000,
      maxShare: 1,
      tokensPerMinute: 1e6,
      examples: 4,
      now: () => time,
      ...changes,
    });
    for (let at = 0; at < 50; at += 1) router.countRequest();
    cleanUp.add(() => {
      router.close();
    });
    return router;
  }

  const ask = (router: LlmRouter, text = QUESTION.text): ReturnType<LlmRouter['askRouter']> =>
    router.askRouter({ ...QUESTION, text });

  it('asks a server that does not know a field again without it, and remembers that', async () => {
    reply = (body, response) => {
      const known = !body.includes('structured_outputs') && !body.includes('logprobs');
      answer(known ? 200 : 400, known ? ANSWER : '{"error":{}}')(body, response);
    };
    const router = createRouter();
    const result = await ask(router);
    assert.ok(result.ok);
    assert.equal(result.scores.routes[0]?.route, 'b');
    assert.equal(bodies.length, 3);
    await ask(router, 'another');
    assert.equal(bodies.length, 4);
    assert.deepEqual({ asked: router.counts.asked, tokens: router.counts.tokens }, { asked: 2, tokens: 100 });
  });

  it('does not blame the dialect for a question that is refused in any', async () => {
    const router = createRouter();
    reply = answer(400, '{"error":{}}');
    assert.deepEqual(await ask(router), { ok: false, failure: 'down' });
    reply = answer(200, ANSWER);
    await ask(router);
    assert.match(bodies.at(-1) ?? '', /structured_outputs/);
  });

  it('says unclear for words, and down for errors, nonsense and an answer without end', async () => {
    const words = '{"choices":[{"message":{"content":"The"}}]}';
    const endless: Reply = (_body, response) => {
      response.writeHead(200);
      response.write('x'.repeat(1_000_000));
    };
    const broken: Reply = (_body, response) => response.destroy();
    const cases: readonly (readonly [Reply, string])[] = [
      [answer(200, words), 'unclear'],
      [answer(503, ''), 'down'],
      [answer(429, ''), 'down'],
      [answer(504, ''), 'late'],
      [answer(200, 'nonsense'), 'down'],
      [endless, 'down'],
      [broken, 'down'],
    ];
    for (const [next, failure] of cases) {
      reply = next;
      assert.deepEqual(await ask(createRouter()), { ok: false, failure });
    }
  });

  it('asks nothing without a text or a route', async () => {
    const router = createRouter();
    const absent = { ok: false, failure: 'absent' };
    assert.deepEqual(await ask(router, ' \n'), absent);
    assert.deepEqual(await router.askRouter({ ...QUESTION, candidates: [] }), absent);
    assert.equal(bodies.length, 0);
  });

  it('leaves a failing model alone for a while', async () => {
    const router = createRouter();
    reply = answer(500, '');
    for (let at = 0; at < 5; at += 1) assert.deepEqual(await ask(router), { ok: false, failure: 'down' });
    assert.deepEqual(await ask(router), { ok: false, failure: 'breaker' });
    assert.equal(bodies.length, 5);
    assert.equal(router.counts.breakerOpen, true);
    reply = answer(200, ANSWER);
    time += 1_500;
    assert.equal((await ask(router)).ok, true);
    assert.equal((await ask(router, 'another')).ok, true);
    assert.deepEqual(router.counts.failures, {
      ...{ late: 0, down: 5, budget: 0, breaker: 1, unclear: 0, absent: 0 },
    });
  });

  it('keeps within its budget of tokens, and gives cached answers beyond it', async () => {
    const router = createRouter({ tokensPerMinute: 120 });
    assert.equal((await ask(router)).ok, true);
    assert.equal((await ask(router, 'second')).ok, true);
    assert.deepEqual(await ask(router, 'third'), { ok: false, failure: 'budget' });
    assert.deepEqual(await ask(router).then((result) => result.ok && result.cached), true);
    time += 62_000;
    assert.equal((await ask(router, 'third')).ok, true);
  });

  it('keeps tenants apart when it is told of them', async () => {
    const router = createRouter();
    await router.askRouter({ ...QUESTION, tenant: 'a' });
    await router.askRouter({ ...QUESTION, tenant: 'b' });
    await router.askRouter({ ...QUESTION, tenant: 'b' });
    assert.equal(bodies.length, 2);
  });

  it('warns once when more requests want to ask than may', async () => {
    const shares: number[] = [];
    const router = createRouter({ maxShare: 0.1, onOverrun: (share) => shares.push(share) });
    for (let at = 0; at < 50; at += 1) router.countRequest();
    for (let at = 0; at < 30; at += 1) await ask(router, `text ${at}`);
    assert.deepEqual(shares, [0.11]);
    assert.equal(router.counts.asked, 10);
    assert.equal(router.counts.failures.budget, 20);
    time += 400_000;
    for (let at = 0; at < 200; at += 1) router.countRequest();
    for (let at = 0; at < 30; at += 1) await ask(router, `later ${at}`);
    assert.equal(shares.length, 2);
  });

  it('keeps no text', async () => {
    const router = createRouter();
    await ask(router);
    assert.doesNotMatch(inspect(router, { depth: 12, showHidden: true }), /nobody else/);
  });
});
