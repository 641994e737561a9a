import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { GateAction, Gatekeeper, PrefixWatch } from '../../src/extproc/gatekeeper.js';
import type { ProcessingResponse__Output } from './gen/envoy/service/ext_proc/v3/ProcessingResponse.js';
import { answerBody, answerHead } from './answer-parts.js';
import { connectTo, Conversation, gatekeeper, type Heard, startServer } from './ext-proc-client.js';

const METADATA = { 'x-dragoman-role': 'prefix', 'x-dragoman-tier': 'small' };
const PASS: GateAction = { kind: 'pass' };

async function converse(
  t: TestContext,
  parts: Partial<Gatekeeper>,
): Promise<{ conversation: Conversation; heard: Heard }> {
  const { server, heard } = await startServer(t, { gatekeeper: gatekeeper(parts) });
  return { conversation: new Conversation(connectTo(t, server.address).process, METADATA), heard };
}

/** Acts at the given chunk; before it, everything is held. */
function actsAt(chunk: number, action: GateAction, parts: Partial<PrefixWatch> = {}): Partial<Gatekeeper> {
  return {
    watching: () => {
      let seen = 0;
      return {
        silenceMs: 59_000,
        holdMs: 60_000,
        push: () => (++seen >= chunk ? action : undefined),
        stall: () => action,
        expire: () => action,
        ...parts,
      };
    },
  };
}

async function replies(conversation: Conversation, count: number): Promise<ProcessingResponse__Output[]> {
  const all: ProcessingResponse__Output[] = [];
  while (all.length < count) all.push(await conversation.next());
  return all;
}

function kinds(responses: readonly ProcessingResponse__Output[]): (string | undefined)[] {
  return responses.map(({ response }) => response);
}

function isEscalated(response: ProcessingResponse__Output | undefined): boolean {
  const set = response?.response_headers?.response?.header_mutation?.set_headers ?? [];
  return set.some(({ header }) => header?.key === 'x-dragoman-escalate');
}

describe("a prefix gate's stream", () => {
  it('holds the head until the beginning is judged, then lets every held chunk go and ends', async (t) => {
    const { conversation } = await converse(t, actsAt(3, PASS));
    const waiting = await conversation.ask(answerHead({ headers: { 'content-type': 'text/event-stream' } }));
    assert.equal(waiting.override_message_timeout?.seconds, 59);
    for (const text of ['a', 'b', 'c']) conversation.send(answerBody(text, false));
    const all = await replies(conversation, 4);
    assert.deepEqual(kinds(all), ['response_headers', 'response_body', 'response_body', 'response_body']);
    assert.equal(isEscalated(all[0]), false);
    assert.equal((await conversation.status).code, 0);
  });

  it('asks for the time of silence and of holding together', async (t) => {
    const { conversation } = await converse(t, actsAt(9, PASS, { silenceMs: 1_000, holdMs: 5_000 }));
    const waiting = await conversation.ask(answerHead());
    assert.equal(waiting.override_message_timeout?.seconds, 7);
  });

  it('sends a bad beginning on to the next tier', async (t) => {
    const { conversation } = await converse(t, actsAt(2, { kind: 'escalate' }));
    await conversation.ask(answerHead());
    conversation.send(answerBody('a', false));
    const response = await conversation.ask(answerBody('b', false));
    assert.ok(isEscalated(response));
    assert.equal((await conversation.status).code, 0);
  });

  it('holds no longer than its time', async (t) => {
    const { conversation } = await converse(t, actsAt(99, PASS, { holdMs: 20 }));
    await conversation.ask(answerHead());
    conversation.send(answerBody('a', false));
    assert.deepEqual(kinds(await replies(conversation, 2)), ['response_headers', 'response_body']);
  });

  it('sends an answer on of which nothing comes but its head', async (t) => {
    const { conversation } = await converse(t, actsAt(99, { kind: 'escalate' }, { silenceMs: 20 }));
    await conversation.ask(answerHead());
    assert.ok(isEscalated(await conversation.next()));
  });

  it('lets an answer go at once that nobody wants', async (t) => {
    const { conversation } = await converse(t, {});
    const { response_headers: reply } = await conversation.ask(answerHead());
    assert.equal(reply?.response?.status, 'CONTINUE');
    assert.equal((await conversation.status).code, 0);
  });

  it('lets an answer go at its end, judged or not', async (t) => {
    const { conversation } = await converse(t, actsAt(99, PASS));
    await conversation.ask(answerHead());
    conversation.send(answerBody('a', true));
    assert.deepEqual(kinds(await replies(conversation, 2)), ['response_headers', 'response_body']);
  });

  it('lets the answer go when watching fails, and says so', async (t) => {
    const { conversation, heard } = await converse(
      t,
      actsAt(1, PASS, {
        push: () => {
          throw new Error('no');
        },
      }),
    );
    await conversation.ask(answerHead());
    conversation.send(answerBody('a', false));
    assert.deepEqual(kinds(await replies(conversation, 2)), ['response_headers', 'response_body']);
    assert.equal(heard.errors.length, 1);
  });
});
