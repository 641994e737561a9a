import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listOf, objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { ask, assertOpenAiError, chat, jsonOf, type Answer } from '../support/ask.js';
import { poolText, routeText } from '../support/pool-text.js';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.js';
import { startStack, type Stack } from '../support/stack.js';

const SMALL_TALK = ['hi there', 'thanks, that helped', 'tell me a joke', 'good evening', 'how are you today'];
const COOKING = [
  'how long do I boil an egg',
  'a recipe for pancakes',
  'what goes into a lasagne',
  'how do I roast a chicken',
  'which spices suit a lentil soup',
];

const examples = (texts: readonly string[]): string => `examples: ${JSON.stringify(texts)}`;

const ROUTES = [
  routeText('small-talk', `target: small, ${examples(SMALL_TALK)}`),
  // Nothing is ever as certain as that.
  routeText('kitchen', `target: small, threshold: 1, ${examples(COOKING)}`),
  routeText('by-header', 'target: large, match: [{ headers: [{ name: X-Team, exact: research }] }]'),
  routeText('by-tool', 'target: large, match: [{ tools: [run_sql] }]'),
  routeText('by-keyword', 'target: large, match: [{ keywords: [force majeure] }]'),
  routeText('by-regex', "target: small, match: [{ regex: '\\bORD-[0-9]{6}\\b' }]"),
  routeText('by-tenant', 'target: large, match: [{ tenants: [acme] }]'),
  routeText('by-alias', 'target: small, match: [{ models: [cheap] }]'),
  routeText('by-length', 'target: large, match: [{ when: [{ signal: tokens, above: 3000 }] }]'),
];

describe('requests through Envoy', () => {
  let stack: Stack;
  let stepwise: ScriptedUpstream;
  const release: { next?: () => void } = {};

  before(async () => {
    stepwise = await startScriptedUpstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"step":1}\n\n');
      release.next = () => response.end('data: {"step":2}\n\ndata: [DONE]\n\n');
    });
    stack = await startStack({
      registry: {
        'pool.yaml': poolText(`- { name: stepwise, url: '${stepwise.url}' }`),
        'routes.yaml': ROUTES.join(''),
      },
    });
  });
  after(async () => {
    stepwise.close();
    await stack.stop();
  });

  async function reaches(
    expected: { route: string; model: string; reason: string },
    body: JsonObject,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const upstream = stack.models.get(expected.model);
    assert.ok(upstream);
    const before = upstream.received().length;
    const answer = await ask(stack.url, body, { headers });
    assert.equal(answer.status, 200, answer.text);
    const { route, model, reason } = answer;
    assert.deepEqual({ route, model, reason }, expected);
    assert.match(answer.decision ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(answer.headers.get('x-dragoman-fallback'), null);
    assert.equal(jsonOf(answer)['model'], `stand-in/${expected.model}`);
    assert.equal(upstream.received().length, before + 1);
    assert.equal(upstream.received().at(-1)?.model, `stand-in/${expected.model}`);
    return answer;
  }

  it('go by their likeness to examples', async () => {
    await reaches(
      { route: 'small-talk', model: 'small', reason: 'similar' },
      chat('hello there, how are you?'),
    );
  });

  it('go to the default model when the likeness is under the threshold', async () => {
    const answer = await reaches(
      { route: 'none', model: 'medium', reason: 'low_margin' },
      chat('how do I boil an egg'),
    );
    assert.equal(answer.headers.get('x-envoy-attempt-count'), '1');
  });

  it('go to the default model when they resemble nothing', async () => {
    const text = 'Derive the covariant form of the field equations for a charged rotating mass.';
    await reaches({ route: 'none', model: 'medium', reason: 'out_of_scope' }, chat(text));
  });

  it('go by a rule on a header, a tenant, a tool, a keyword, a pattern, the model asked for or the length', async () => {
    const rule = (route: string, model: string) => ({ route, model, reason: 'rule' });
    const tools = [{ type: 'function', function: { name: 'run_sql', parameters: { type: 'object' } } }];
    await reaches(rule('by-header', 'large'), chat('hi there'), { 'x-team': 'research' });
    await reaches(rule('by-tenant', 'large'), chat('hi there'), { 'x-tenant-id': 'acme' });
    await reaches(rule('by-tool', 'large'), chat('hi there', { tools }));
    await reaches(rule('by-keyword', 'large'), chat('Is a strike Force Majeure?'));
    await reaches(rule('by-regex', 'small'), chat('Where is ORD-123456?'));
    await reaches(rule('by-alias', 'small'), chat('Where is it?', { model: 'cheap' }));
    await reaches(rule('by-length', 'large'), chat('many words '.repeat(4000)));
  });

  it('keep the model that the client pins, whatever the rules say', async () => {
    const pinned = chat('Is a strike force majeure?', { model: 'small' });
    await reaches({ route: 'none', model: 'small', reason: 'pinned' }, pinned);
  });

  it('get a 404 in the OpenAI shape for a model that nobody has', async () => {
    const answer = await ask(stack.url, chat('hi', { model: 'gpt-99' }));
    assertOpenAiError(answer, 404, 'model_not_found');
    assert.equal(objectOf(jsonOf(answer)['error'])['param'], 'model');
    assert.equal(answer.decision, null);
    assert.equal(answer.headers.get('x-dragoman-fallback'), null);
  });

  it('list the aliases and the pool', async () => {
    const answer = await ask(stack.url, undefined, { method: 'GET', path: '/v1/models' });
    const ids = listOf(jsonOf(answer)['data']).map((entry) => objectOf(entry)['id']);
    assert.deepEqual(ids, ['auto', 'cheap', 'small', 'medium', 'large', 'stepwise']);
  });

  it('get each event of a stream when the model sends it', async () => {
    const response = await fetch(`${stack.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(chat('hi', { model: 'stepwise', stream: true })),
    });
    assert.ok(response.body);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    // The model sends the second event only after the client has read the first: a held stream would never end.
    assert.equal((await reader.read()).value, 'data: {"step":1}\n\n');
    release.next?.();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) rest += part.value;
    assert.equal(rest, 'data: {"step":2}\n\ndata: [DONE]\n\n');
  });
});
