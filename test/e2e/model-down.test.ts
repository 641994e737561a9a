import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { objectOf } from '../../demo/stand-in/json.js';
import { packageRoot } from '../../src/package-root.js';
import { ask, assertOpenAiError, chat, jsonOf, type Answer } from '../support/ask.js';
import { poolText, routeText } from '../support/pool-text.js';
import { startStack, type Stack } from '../support/stack.js';

const ROUTES = [
  routeText('plain', 'target: small, match: [{ keywords: [hello] }]'),
  routeText('tiers', 'cascade: { tiers: [small, gone] }, match: [{ keywords: [steps] }]'),
];

describe("a request whose model's server is down", () => {
  let stack: Stack;
  before(async () => {
    stack = await startStack({
      registry: {
        'pool.yaml': poolText(
          `- { name: gone, url: 'http://127.0.0.1:9/v1' }`,
          `- { name: lost, url: 'http://models.invalid:8000/v1' }`,
        ),
        'routes.yaml': ROUTES.join(''),
      },
      flags: ['--encoder', 'none'],
    });
    await stack.models.get('small')?.close();
  });
  after(() => stack.stop());

  const errorOf = (answer: Answer) => objectOf(jsonOf(answer)['error']);

  function assertTold(answer: Answer, cluster: string): void {
    const { code, message } = errorOf(answer);
    assertOpenAiError(answer, 503, String(code));
    assert.ok(
      String(message).startsWith(`No server of the cluster ${cluster} answers (${String(code)}).`),
      answer.text,
    );
    assert.match(String(message), /docs\/runbook\.md#503-no_healthy_upstream/);
  }

  it('tells which model, and where to read on, from the first refused connection', async () => {
    const answer = await ask(stack.url, chat('hello'));
    assertTold(answer, 'model/small');
    assert.match(String(errorOf(answer)['code']), /^upstream_reset_before_response_started\{/);
  });

  it('tells the same of a server whose name nobody knows', async () => {
    const answer = await ask(stack.url, chat('hello', { model: 'lost' }));
    assertTold(answer, 'model/lost');
    assert.equal(errorOf(answer)['code'], 'no_healthy_upstream');
  });

  it('names the last tier of a cascade that failed as a whole', async () => {
    const answer = await ask(stack.url, chat('steps'));
    assert.match(answer.text, /No server of the cluster (model|tier)\/gone answers/);
  });

  it('finds its heading in the runbook', () => {
    const runbook = readFileSync(join(packageRoot, 'docs/runbook.md'), 'utf8');
    assert.ok(runbook.includes('\n### 503 no_healthy_upstream\n'));
  });
});
