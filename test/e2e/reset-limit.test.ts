import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ask, chat, type Answer } from '../support/ask.js';
import { envoyStat } from '../support/envoy-stats.js';
import { GREETING_REGISTRY } from '../support/pool-text.js';
import { startStack, type Stack } from '../support/stack.js';

const SHORT = 5000;
const CLIENTS = 16;
const LONG = 12;
const LONG_MS = 60_000;

/**
 * Envoy ends each ext_proc stream with a reset, and Node's HTTP/2 server drops a connection after 1000 resets; Envoy
 * has crashed where a request that lasted over 50 seconds met another way of ending streams.
 */
describe('many short requests with some of a minute among them', () => {
  let stack: Stack;
  before(async () => {
    stack = await startStack({
      registry: GREETING_REGISTRY,
      flags: ['--encoder', 'none', '--log-level', 'warn'],
    });
  });
  after(() => stack.stop());

  async function askMany(count: number, clients: number): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    let started = 0;
    const client = async (): Promise<void> => {
      while (started < count) {
        started += 1;
        answers.push(await ask(stack.url, chat('hello')));
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    return answers;
  }

  it('are all decided, and no stream or process dies', async () => {
    const headers = { 'x-stand-in': `delay=${LONG_MS}` };
    const long = Promise.all(Array.from({ length: LONG }, () => ask(stack.url, chat('hello'), { headers })));
    const answers = [...(await askMany(SHORT, CLIENTS)), ...(await long), ...(await askMany(20, 1))];

    assert.equal(answers.length, SHORT + LONG + 20);
    assert.deepEqual(
      answers.filter(({ status, model }) => status !== 200 || model !== 'small'),
      [],
    );
    for (const name of [
      'cluster.dragoman.upstream_cx_close_notify',
      'http.llm.ext_proc.failure_mode_allowed',
      'http.llm.ext_proc.streams_failed',
      'http.llm.ext_proc.message_timeouts',
    ]) {
      assert.equal(await envoyStat(stack.envoyAdmin, name), 0, name);
    }
    assert.ok((await envoyStat(stack.envoyAdmin, 'http.llm.ext_proc.streams_started')) > SHORT);
    // Signal 0 asks whether the process lives.
    for (const { pid } of [stack.envoy, stack.dragoman()]) assert.equal(process.kill(pid, 0), true);
  });
});
