import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { objectOf, parseObject, type JsonObject } from '../../../demo/stand-in/json.js';
import type { Answer } from '../../../src/gate/answer.js';
import type { Verdict } from '../../../src/gate/verdict.js';
import { SecondOpinions } from '../../../src/router/cascade/second-opinions.js';
import { buildOpenCascade, completionOf } from '../../support/build-cascade.js';
import { buildCascade } from '../../support/build-registry.js';

const ANSWER: Answer = { text: 'So the answer is 42.', finish: 'stop', toolCalls: [], hasMedia: false };
const GREY: Verdict = {
  ...{ pass: true, score: 0.55, reasons: ['hedging'], stage: 'head' },
  ...{ microseconds: 100, tokens: 0 },
};
const VERIFIER = { model: 'judge', deadlineMs: 5_000, width: 0.1 };
const CONSISTENCY = { samples: 3, maxTokens: 64, deadlineMs: 5_000, agreement: 0.5 };

interface Asked {
  readonly cluster: string | undefined;
  readonly body: JsonObject;
}

/** A server in Envoy's place that answers each question by `reply`. */
async function start(
  t: TestContext,
  reply: (body: JsonObject, index: number) => { status?: number; body: Buffer },
): Promise<{ opinions: SecondOpinions; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = parseObject(Buffer.concat(chunks).toString()) ?? {};
      asked.push({ cluster: String(request.headers['x-dragoman-cluster']), body });
      const { status = 200, body: answer } = reply(body, asked.length - 1);
      response.writeHead(status).end(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const opinions = new SecondOpinions({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  t.after(() => {
    opinions.close();
    server.close().closeAllConnections();
  });
  return { opinions, asked };
}

describe('the verifier', () => {
  it('turns a grey answer down that it finds wrong', async (t) => {
    const { opinions, asked } = await start(t, () => ({ body: completionOf('no') }));
    const verdict = await opinions.verify(buildOpenCascade(), VERIFIER, ANSWER, GREY);
    assert.deepEqual([verdict.pass, verdict.stage, verdict.tokens], [false, 'verifier', 30]);
    assert.deepEqual(verdict.reasons, ['verifier', 'hedging']);
    assert.ok(verdict.score < 0.5 && verdict.microseconds > 100);
    assert.equal(asked[0]?.cluster, 'model/judge');
    assert.equal(asked[0].body['max_tokens'], 1);
  });

  it('lets a grey answer pass that it finds right', async (t) => {
    const { opinions } = await start(t, () => ({ body: completionOf('yes') }));
    const low: Verdict = { ...GREY, pass: false, score: 0.45, reasons: ['low_score'] };
    const verdict = await opinions.verify(buildOpenCascade(), VERIFIER, ANSWER, low);
    assert.deepEqual([verdict.pass, verdict.reasons], [true, []]);
  });

  it('is asked more plainly when its server does not know the fields', async (t) => {
    const { opinions, asked } = await start(t, (body) =>
      body['logprobs'] === undefined
        ? { body: completionOf('no') }
        : { status: 400, body: Buffer.from('{}') },
    );
    const verdict = await opinions.verify(buildOpenCascade(), VERIFIER, ANSWER, GREY);
    assert.equal(verdict.pass, false);
    assert.equal(asked.length, 3);
  });

  it('changes nothing when it fails, says something else, or is not there', async (t) => {
    const broken = await start(t, () => ({ status: 500, body: Buffer.from('no') }));
    assert.equal(await broken.opinions.verify(buildOpenCascade(), VERIFIER, ANSWER, GREY), GREY);
    const vague = await start(t, () => ({ body: completionOf('maybe') }));
    const verdict = await vague.opinions.verify(buildOpenCascade(), VERIFIER, ANSWER, GREY);
    assert.deepEqual([verdict.score, verdict.pass, verdict.stage], [0.55, true, 'head']);
    const nobody = new SecondOpinions({ host: '127.0.0.1', port: 9 });
    t.after(() => {
      nobody.close();
    });
    assert.equal(await nobody.verify(buildOpenCascade(), VERIFIER, ANSWER, GREY), GREY);
  });

  it('is left alone after it has failed five times in a row', async (t) => {
    const { opinions, asked } = await start(t, () => ({ status: 500, body: Buffer.from('no') }));
    for (let time = 0; time < 8; time += 1) {
      await opinions.verify(buildOpenCascade(), VERIFIER, ANSWER, GREY);
    }
    assert.equal(asked.length, 5);
  });
});

describe('self-consistency', () => {
  const body = Buffer.from(
    '{"model":"auto","stream":true,"messages":[{"role":"user","content":"6 * 7?"}],"max_tokens":900,"seed":7,"top_p":0}',
  );
  const open = buildOpenCascade({
    body,
    cascade: buildCascade(['small', 'large'], {
      gate: { bar: 0.5, verifier: undefined, consistency: CONSISTENCY },
    }),
  });

  it("asks the tier's model for short samples of the client's own request", async (t) => {
    const { opinions, asked } = await start(t, () => ({ body: completionOf('The answer is 42.') }));
    const verdict = await opinions.compare(open, 'small', CONSISTENCY, ANSWER, GREY);
    assert.deepEqual([verdict.pass, verdict.stage, verdict.tokens], [true, 'consistency', 90]);
    assert.equal(asked.length, 3);
    const { model, stream, max_tokens: most, messages, seed, top_p: share } = objectOf(asked[0]?.body);
    assert.deepEqual([model, stream, most], ['small', undefined, 64]);
    assert.deepEqual([seed, share], [undefined, undefined], 'the samples must differ');
    assert.deepEqual(messages, [{ role: 'user', content: '6 * 7?' }]);
    assert.equal(Object.keys(asked[0]?.body ?? {})[0], 'model');
  });

  it('turns an answer down that most samples contradict', async (t) => {
    const { opinions } = await start(t, (_body, index) => ({
      body: completionOf(index === 0 ? 'The answer is 42.' : 'The answer is 48.'),
    }));
    const verdict = await opinions.compare(open, 'small', CONSISTENCY, ANSWER, GREY);
    assert.deepEqual([verdict.pass, verdict.reasons[0]], [false, 'inconsistent']);
    assert.ok(Math.abs(verdict.score - 1 / 3) < 1e-9);
  });

  it('changes nothing when no sample comes, and for other endpoints', async (t) => {
    const { opinions, asked } = await start(t, () => ({ status: 503, body: Buffer.from('') }));
    assert.equal(await opinions.compare(open, 'small', CONSISTENCY, ANSWER, GREY), GREY);
    const messages = { ...open, endpoint: 'messages' as const };
    const before = asked.length;
    assert.equal(await opinions.compare(messages, 'small', CONSISTENCY, ANSWER, GREY), GREY);
    assert.equal(asked.length, before);
  });
});
