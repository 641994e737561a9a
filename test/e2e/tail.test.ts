import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { DecisionLine } from '../../src/admin/api/decisions.js';
import { ask, chat } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { GREETING_REGISTRY } from '../support/pool-text.js';
import { type Stack, startStack } from '../support/stack.js';

describe('dragoman tail beside a server', () => {
  let stack: Stack;

  before(async () => {
    stack = await startStack({ registry: GREETING_REGISTRY, flags: ['--encoder', 'none'] });
  });
  after(() => stack.stop());

  it('prints each decision once, those before it began and those after, and finds the server again', async () => {
    const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
    const earlier = await ask(stack.url, chat('hello there'));
    const child = spawn(process.execPath, [main, 'tail', '--admin', stack.admin, '--route', 'greeting'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const decisions = (): DecisionLine[] =>
      output.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as DecisionLine]));
    const prints = (id: string | null): Promise<true> =>
      eventually('the decision', () => decisions().some((one) => one.id === id) || undefined);
    try {
      await prints(earlier.decision);
      await ask(stack.url, chat('anything else'));
      const later = await ask(stack.url, chat('hello again'));
      await prints(later.decision);
      await stack.restartDragoman();
      await eventually('the message', () => errors.includes('is back'));
      const last = await ask(stack.url, chat('hello, once more'));
      await prints(last.decision);
      const told = decisions();
      assert.deepEqual(
        told.map(({ id }) => id),
        [earlier.decision, later.decision, last.decision],
      );
      assert.deepEqual([...new Set(told.map(({ route, status }) => `${route} ${status}`))], ['greeting 200']);
      child.kill('SIGINT');
      assert.deepEqual(await once(child, 'close'), [0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
