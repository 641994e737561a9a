import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { randomFreePort } from '../../demo/free-port.js';
import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { ask, assertOpenAiError, chat, jsonOf, type Answer } from '../support/ask.js';
import { decisionLine, outcomeOf } from '../support/decision-line.js';
import { poolText, routeText } from '../support/pool-text.js';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.js';
import { startStack, type Stack } from '../support/stack.js';

const routeOf = (word: string, target: string, policy: string): string =>
  routeText(word, `target: ${target}, match: [{ keywords: [${word}] }], policy: { ${policy} }`);

const ROUTES = [
  routeOf('impatient', 'silent', 'timeout: 300ms'),
  routeOf('short', 'small', 'maxTokens: 5'),
  routeOf('breaking', 'broken', 'fallback: large'),
  routeOf('limiting', 'limited', 'fallback: large'),
  routeOf('missing', 'gone', 'fallback: large'),
  routeOf('waiting', 'silent', 'fallback: large, timeout: 300ms'),
  routeOf('hopeless', 'broken', 'fallback: limited'),
  routeOf('medicine', 'medium', 'safetyClass: medical'),
];

describe("a route's policy", () => {
  let stack: Stack;
  let silent: ScriptedUpstream;

  before(async () => {
    silent = await startScriptedUpstream(() => undefined);
    const gone = `http://127.0.0.1:${await randomFreePort()}/v1`;
    stack = await startStack({
      models: { small: {}, medium: {}, large: {}, broken: { status: 500 }, limited: { status: 429 } },
      registry: {
        'pool.yaml': poolText(
          "- { name: broken, url: '{{broken}}', model: stand-in/broken }",
          "- { name: limited, url: '{{limited}}', model: stand-in/limited }",
          `- { name: silent, url: '${silent.url}' }`,
          `- { name: gone, url: '${gone}', healthCheck: { enabled: false } }`,
        ),
        'routes.yaml': ROUTES.join(''),
      },
      flags: ['--encoder', 'none'],
    });
  });
  after(async () => {
    silent.close();
    await stack.stop();
  });

  async function bodyAtSmall(body: JsonObject, path?: string): Promise<JsonObject> {
    const answer = await ask(stack.url, body, path === undefined ? {} : { path });
    assert.equal(answer.status, 200, answer.text);
    return objectOf(JSON.parse(stack.models.get('small')?.received().at(-1)?.body ?? ''));
  }

  async function assertAnsweredByLarge(answer: Answer, decided: string): Promise<void> {
    assert.equal(answer.status, 200, answer.text);
    assert.equal(jsonOf(answer)['model'], 'stand-in/large');
    assert.equal(answer.headers.get('x-envoy-attempt-count'), '2');
    assert.equal(answer.model, 'large', 'the client is told who answered');
    assert.equal(answer.reason, 'rule');
    const line = await decisionLine(stack, answer);
    assert.equal(line['model'], decided);
    assert.equal(line['fallback'], 'large');
    const { attempts, cluster, status, inputTokens, outputTokens, costUsd } = outcomeOf(line);
    assert.deepEqual({ attempts, cluster, status }, { attempts: 2, cluster: 'model/large', status: 200 });
    // The cost is that of the model that answered: 1 and 4 dollars per million.
    assert.equal(costUsd, (Number(inputTokens) + Number(outputTokens) * 4) / 1e6);
  }

  it('cuts a slow model off at the time-out, with a 504 in the OpenAI shape', async () => {
    const answer = await ask(stack.url, chat('impatient'));
    assertOpenAiError(answer, 504, 'response_timeout');
    assert.equal(outcomeOf(await decisionLine(stack, answer))['status'], 504);
  });

  it("writes the cap on the answer's tokens into the body, under the name of each endpoint", async () => {
    assert.equal((await bodyAtSmall(chat('short')))['max_tokens'], 5);
    assert.equal((await bodyAtSmall(chat('short', { max_tokens: 900 })))['max_tokens'], 5);
    const newer = await bodyAtSmall(chat('short', { max_completion_tokens: 900 }));
    assert.equal(newer['max_completion_tokens'], 5);
    assert.equal('max_tokens' in newer, false);
    const input = { model: 'auto', input: 'short' };
    assert.equal((await bodyAtSmall(input, '/v1/responses'))['max_output_tokens'], 5);
    const message = chat('short', { max_tokens: 900 });
    assert.equal((await bodyAtSmall(message, '/v1/messages'))['max_tokens'], 5);
  });

  it('leaves a limit that is under the cap', async () => {
    assert.equal((await bodyAtSmall(chat('short', { max_tokens: 3 })))['max_tokens'], 3);
  });

  it('has the fallback answer when the target fails with 500', async () => {
    await assertAnsweredByLarge(await ask(stack.url, chat('breaking')), 'broken');
    assert.equal(stack.models.get('broken')?.received().at(-1)?.model, 'stand-in/broken');
    assert.equal(stack.models.get('large')?.received().at(-1)?.model, 'stand-in/large');
  });

  it('has the fallback answer when the target is over its rate limit', async () => {
    await assertAnsweredByLarge(await ask(stack.url, chat('limiting')), 'limited');
  });

  it('has the fallback answer when nobody listens at the target', async () => {
    await assertAnsweredByLarge(await ask(stack.url, chat('missing')), 'gone');
  });

  it('has the fallback answer when the target is over its time-out', async () => {
    await assertAnsweredByLarge(await ask(stack.url, chat('waiting')), 'silent');
  });

  it("passes the fallback's own error on when both fail, and asks each once", async () => {
    const before = stack.models.get('limited')?.received().length ?? 0;
    const answer = await ask(stack.url, chat('hopeless'));
    assert.equal(answer.status, 429);
    assert.match(answer.text, /The stand-in was told to fail/);
    assert.equal(stack.models.get('limited')?.received().length, before + 1);
  });

  it('holds a safety class against a client that pins another model', async () => {
    const pinned = await ask(stack.url, chat('medicine', { model: 'large' }));
    assert.equal(pinned.model, 'medium');
    assert.equal(pinned.reason, 'safety');
    assert.equal(jsonOf(pinned)['model'], 'stand-in/medium');
    const allowed = await ask(stack.url, chat('medicine', { model: 'medium' }));
    assert.equal(allowed.reason, 'pinned');
  });
});
