import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { ask, chat, jsonOf } from '../support/ask.js';
import { decisionLine } from '../support/decision-line.js';
import { policyText, poolText, routeText } from '../support/pool-text.js';
import { startStack, type Stack } from '../support/stack.js';

const GREETINGS = [
  'hi there',
  'good evening',
  'how are you today',
  'hello, nice to meet you',
  'good morning',
];
const CODE = [
  ...['fix the bug in this Python function', 'write a function that sorts an array'],
  ...['why does this loop never end?', 'refactor this class', 'write a unit test for this method'],
];
const REFUNDS = [
  ...['I want my money back', 'how do I return these shoes?', 'refund my last order'],
  ...['the shop charged me twice, please pay it back', 'where is my refund?'],
];

const examples = (texts: readonly string[]): string => `examples: ${JSON.stringify(texts)}`;

/** No probability reaches a threshold of 1, so that whatever resembles `refunds` is in doubt. */
const ROUTES =
  routeText('small-talk', `target: small, threshold: 0.3, ${examples(GREETINGS)}`) +
  routeText('code', `target: large, threshold: 0.3, ${examples(CODE)}`) +
  routeText('refunds', `target: medium, threshold: 1, ${examples(REFUNDS)}`) +
  routeText('strict', 'objective: { quality: 0.9, prefer: cost }, match: [{ keywords: [strictly] }]') +
  routeText('lenient', 'objective: { quality: 0.5, prefer: cost }, match: [{ keywords: [leniently] }]');

const POOL = poolText(
  "- { name: judge, url: '{{judge}}', model: stand-in/judge, price: { input: 0.1, output: 0.1 } }",
  "- { name: weak, url: '{{small}}', model: stand-in/small, price: { input: 0.1, output: 0.1 }, quality: 0.6 }",
  "- { name: able, url: '{{large}}', model: stand-in/large, price: { input: 2, output: 2 }, quality: 0.95 }",
);

const POLICY = policyText(
  'margin: 0, onLowMargin: llm, llmRouter: { model: judge, deadline: 20s, maxShare: 1 }, encoder: { deadline: 20s }',
);

describe('the layers of judgement, behind a real Envoy', () => {
  let stack: Stack;
  before(async () => {
    stack = await startStack({
      registry: { 'pool.yaml': POOL, 'routes.yaml': ROUTES, 'policy.yaml': POLICY },
      models: { small: {}, medium: {}, large: {}, judge: { choice: 1 } },
    });
  });
  after(() => stack.stop());

  async function counters(part: string): Promise<JsonObject> {
    const response = await fetch(`${stack.admin}/counters`);
    return objectOf(objectOf(await response.json())[part]);
  }

  const questions = (): number => stack.models.get('judge')?.received().length ?? 0;

  it('answers the same question from the decision cache', async () => {
    const request = chat('please write a function that sorts an array');
    const first = await ask(stack.url, request);
    const second = await ask(stack.url, request);
    assert.deepEqual([first.model, first.reason], ['large', 'similar']);
    assert.deepEqual([second.model, second.route], ['large', 'code']);
    assert.notEqual((await decisionLine(stack, first))['layer'], 'cache');
    assert.equal((await decisionLine(stack, second))['layer'], 'cache');
    assert.ok(Number((await counters('decisionCache'))['hits']) >= 1);
  });

  it('asks the small model where the heads are in doubt, and not again', async () => {
    const request = chat('how do I get my money back for these shoes?');
    const before = questions();
    const answer = await ask(stack.url, request);
    assert.equal(answer.reason, 'llm');
    assert.ok(answer.route === 'small-talk' || answer.route === 'code', 'the second candidate');
    assert.equal((await decisionLine(stack, answer))['layer'], 'llm');
    assert.equal(questions(), before + 1);
    const again = await ask(stack.url, request);
    assert.deepEqual([again.model, again.reason], [answer.model, 'llm']);
    assert.equal(questions(), before + 1);
    const counts = await counters('llmRouter');
    assert.deepEqual([counts['asked'], counts['answered']], [1, 1]);
  });

  it('keeps a conversation with its model in a tool loop', async () => {
    const start = { role: 'user', content: 'fix the bug in this Python function: def f(x): return y' };
    const first = await ask(stack.url, { model: 'auto', messages: [start] });
    assert.equal(first.model, 'large');
    const call = { id: 'call-1', type: 'function', function: { name: 'run', arguments: '{}' } };
    const second = await ask(stack.url, {
      model: 'auto',
      messages: [
        start,
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call-1', content: 'NameError' },
        { role: 'user', content: 'good evening, how are you?' },
      ],
    });
    assert.deepEqual([second.model, second.reason], ['large', 'sticky']);
    assert.equal(jsonOf(second)['model'], 'stand-in/large');
    assert.equal((await decisionLine(stack, second))['sticky'], 'tool_loop');
    assert.equal((await counters('stickiness'))['kept'], 1);
  });

  it('chooses by declared qualities where a route has an objective', async () => {
    const strict = await ask(stack.url, chat('strictly speaking, what is a monad?'));
    assert.deepEqual([strict.model, strict.route, strict.reason], ['able', 'strict', 'rule']);
    const lenient = await ask(stack.url, chat('leniently speaking, what is a monad?'));
    assert.deepEqual([lenient.model, lenient.route], ['weak', 'lenient']);
  });

  it('goes to the default model when the small model is gone', async () => {
    await stack.models.get('judge')?.close();
    const answer = await ask(stack.url, chat('please refund my last order, I was charged twice'));
    assert.deepEqual([answer.status, answer.model, answer.reason], [200, 'medium', 'low_margin']);
    assert.equal(objectOf((await counters('llmRouter'))['failures'])['down'], 1);
  });
});
