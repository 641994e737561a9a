import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { packageRoot } from '../../src/package-root.js';
import { ask, chat, jsonOf } from '../support/ask.js';
import { decisionLine, outcomeOf } from '../support/decision-line.js';
import { eventually } from '../support/eventually.js';
import { policyText, poolText, routeText } from '../support/pool-text.js';
import { startStack, type Stack, type StackOptions } from '../support/stack.js';

const EXAMPLES = ['hi there', 'thanks, that helped', 'tell me a joke', 'good evening', 'how are you today'];
const ROUTES =
  routeText('small-talk', `target: small, examples: ${JSON.stringify(EXAMPLES)}`) +
  routeText('greeting', 'target: large, match: [{ keywords: [hello] }]');

describe('a request whose text cannot be compared', () => {
  let stack: Stack | undefined;
  after(() => stack?.stop());

  async function startWith(policy: string, more: Pick<StackOptions, 'env' | 'flags'> = {}): Promise<Stack> {
    await stack?.stop();
    stack = await startStack({
      registry: { 'pool.yaml': poolText(), 'routes.yaml': ROUTES, 'policy.yaml': policyText(policy) },
      ...more,
    });
    return stack;
  }

  async function assertDefault(text: string, reason: string): Promise<void> {
    assert.ok(stack);
    const answer = await ask(stack.url, chat(text));
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual({ model: answer.model, reason: answer.reason }, { model: 'medium', reason });
    assert.equal(jsonOf(answer)['model'], 'stand-in/medium');
    assert.equal(outcomeOf(await decisionLine(stack, answer))['status'], 200);
    const ruled = await ask(stack.url, chat('hello'));
    assert.equal(ruled.model, 'large', 'rules hold without the encoder');
  }

  it('goes to the default model when there is no encoder', async () => {
    await startWith('', { flags: ['--encoder', 'none'] });
    await assertDefault('how are you', 'encoder_absent');
  });

  it('goes to the default model when the encoder is late', async () => {
    await startWith('encoder: { deadline: 1ms }');
    await assertDefault('many different words '.repeat(2000), 'encoder_late');
  });

  it('goes to the default model when the encoder dies, and is compared again when it is back', async () => {
    const fault = pathToFileURL(join(packageRoot, 'test/fixtures/embed/fatal-text.mjs')).href;
    const running = await startWith('encoder: { deadline: 20s }', {
      env: { NODE_OPTIONS: `--import ${fault}` },
    });
    assert.equal((await ask(running.url, chat('how are you'))).reason, 'similar');
    await assertDefault('this text is fatal', 'encoder_down');
    assert.ok(running.logs().some((line) => line['kind'] === 'crashed'));
    await eventually(
      'the next thread',
      async () => (await ask(running.url, chat('how are you'))).reason === 'similar',
    );
  });
});
