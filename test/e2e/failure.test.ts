import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { HEADERS } from '../../src/mutation/wire-names.js';
import { ask, chat, jsonOf, type Answer } from '../support/ask.js';
import { startConstantLoad } from '../support/constant-load.js';
import { envoyStat } from '../support/envoy-stats.js';
import { eventually } from '../support/eventually.js';
import { GREETING_REGISTRY } from '../support/pool-text.js';
import { startSlowUpload } from '../support/slow-upload.js';
import { startStack, type Stack } from '../support/stack.js';

const CLIENTS = 4;
const HELLO = chat('hello');
const STREAMS = 'http.llm.ext_proc.streams_started';
const REPLIES = 'http.llm.ext_proc.stream_msgs_received';

describe('requests while Dragoman fails', () => {
  let stack: Stack;
  before(async () => {
    stack = await startStack({
      registry: GREETING_REGISTRY,
      // A stop that nothing but the end of the drain would end makes these tests time out.
      flags: ['--encoder', 'none', '--drain', '3600'],
    });
  });
  after(async () => {
    stack.dragoman().signal('SIGCONT');
    await stack.stop();
  });

  const isDecided = ({ decision }: Answer): boolean => decision !== null;

  /** Decided and answered by small, or undecided and answered by the default model: nothing else may happen. */
  function assertAnswered(answers: readonly Answer[]): void {
    for (const answer of answers) {
      assert.equal(answer.status, 200, answer.text);
      assert.equal(jsonOf(answer)['model'], isDecided(answer) ? 'stand-in/small' : 'stand-in/medium');
      assert.equal(answer.headers.get(HEADERS.fallback), isDecided(answer) ? null : 'default');
    }
  }

  async function untilDecided(): Promise<void> {
    await eventually('a decision', async () => isDecided(await ask(stack.url, HELLO)));
  }

  it('are answered by the default model from the moment it is killed, and decided once it is back', async () => {
    const load = startConstantLoad(stack.url, Array<typeof HELLO>(CLIENTS).fill(HELLO));
    try {
      await eventually('decisions', () => load.answers.length > 20);
      assert.ok(load.answers.every(isDecided));
      stack.dragoman().signal('SIGKILL');
      await stack.dragoman().ended;
      const dead = load.answers.length;
      await eventually('answers without it', () => load.answers.length > dead + 20 + CLIENTS);
      assert.equal(load.answers.slice(dead + CLIENTS).some(isDecided), false);
      await stack.restartDragoman();
      await untilDecided();
      const back = load.answers.length;
      await eventually('answers with it', () => load.answers.length > back + 20 + CLIENTS);
      assert.ok(load.answers.slice(back + CLIENTS).every(isDecided));
    } finally {
      await load.stop();
    }
    assert.deepEqual(load.errors, []);
    assertAnswered(load.answers);
  });

  it('are answered by the default model when it is killed while they wait for it', async () => {
    await untilDecided();
    const before = await envoyStat(stack.envoyAdmin, STREAMS);
    stack.dragoman().signal('SIGSTOP');
    const waiting = Promise.all(Array.from({ length: 10 }, () => ask(stack.url, HELLO)));
    await eventually(
      'Envoy to wait',
      async () => (await envoyStat(stack.envoyAdmin, STREAMS)) >= before + 10,
    );
    stack.dragoman().signal('SIGKILL');
    const answers = await waiting;
    assertAnswered(answers);
    assert.equal(answers.some(isDecided), false);
    await stack.restartDragoman();
  });

  it('are answered by the default model while it hangs, and decided once it goes on', async () => {
    await untilDecided();
    stack.dragoman().signal('SIGSTOP');
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(stack.url, HELLO)));
    stack.dragoman().signal('SIGCONT');
    assertAnswered(answers);
    assert.equal(answers.some(isDecided), false);
    await untilDecided();
  });

  it('are still decided when it is told to stop after it has taken them', async () => {
    await untilDecided();
    const before = await envoyStat(stack.envoyAdmin, REPLIES);
    const uploads = Array.from({ length: 5 }, () => startSlowUpload(stack.url, HELLO));
    await eventually(
      'their heads to be taken',
      async () => (await envoyStat(stack.envoyAdmin, REPLIES)) >= before + 5,
    );
    stack.dragoman().signal('SIGTERM');
    await eventually('new requests to pass undecided', async () => !isDecided(await ask(stack.url, HELLO)));
    const answers = await Promise.all(uploads.map((upload) => upload.finish()));
    assert.deepEqual(
      answers.map(({ status, headers }) => [status, headers[HEADERS.model]]),
      answers.map(() => [200, 'small']),
    );
    assert.equal(await stack.dragoman().ended, 'exit code 0');
    await stack.restartDragoman();
    await untilDecided();
  });
});
