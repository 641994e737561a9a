import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Attempt, GateAction, Gatekeeper } from '../../src/extproc/gatekeeper.js';
import type { ProcessingResponse__Output } from './gen/envoy/service/ext_proc/v3/ProcessingResponse.js';
import { answerBody, answerHead } from './answer-parts.js';
import { connectTo, Conversation, gatekeeper, type Heard, startServer } from './ext-proc-client.js';

const METADATA = { 'x-dragoman-role': 'gate', 'x-dragoman-tier': 'small' };

async function converse(
  t: TestContext,
  parts: Partial<Gatekeeper>,
): Promise<{ conversation: Conversation; heard: Heard }> {
  const { server, heard } = await startServer(t, { gatekeeper: gatekeeper(parts) });
  return { conversation: new Conversation(connectTo(t, server.address).process, METADATA), heard };
}

/** A gatekeeper that does the same with every whole answer. */
function always(action: GateAction, deadlineMs = 0): Partial<Gatekeeper> {
  return { judging: () => ({ deadlineMs, judge: () => Promise.resolve(action) }) };
}

function headersSet(response: ProcessingResponse__Output): Record<string, string | undefined> {
  const common = response.response_body?.response ?? response.response_headers?.response;
  const set = common?.header_mutation?.set_headers ?? [];
  const entries = set.map(({ header }): [string, string | undefined] => [
    header?.key ?? '',
    header?.raw_value?.toString(),
  ]);
  return Object.fromEntries(entries);
}

describe("a gate's stream", () => {
  it('says which attempt it shows', async (t) => {
    let seen: Attempt | undefined;
    const judging: Gatekeeper['judging'] = (attempt) => {
      seen = attempt;
      return undefined;
    };
    const { conversation } = await converse(t, { judging });
    await conversation.ask(
      answerHead({
        decision: { decision: 'd7', emit: 'responses' },
        chain: ['tier/small', 'tier/medium', 'model/large'],
        attempt: 2,
        headers: { 'x-a': '1' },
      }),
    );
    const { headers, ...rest } = seen ?? assert.fail('nothing was asked');
    assert.deepEqual(rest, {
      model: 'small',
      decisionId: 'd7',
      emitAs: 'responses',
      number: 2,
      chain: ['tier/small', 'tier/medium', 'model/large'],
      status: 200,
    });
    assert.equal(headers.get('x-a'), '1');
  });

  it('lets an answer that nobody wants stream past, and ends', async (t) => {
    const { conversation } = await converse(t, {});
    const { response_headers: reply, mode_override: mode } = await conversation.ask(answerHead());
    assert.equal(reply?.response?.status, 'CONTINUE');
    assert.equal(mode?.response_body_mode, 'NONE');
    assert.equal((await conversation.status).code, 0);
  });

  it('delivers a good answer as it is', async (t) => {
    const { conversation } = await converse(t, always({ kind: 'pass' }));
    await conversation.ask(answerHead());
    const response = await conversation.ask(answerBody('{}'));
    assert.deepEqual(headersSet(response), {});
    assert.equal(response.response_body?.response?.body_mutation, undefined);
    assert.equal((await conversation.status).code, 0);
  });

  it('marks a bad answer for the next tier', async (t) => {
    const { conversation } = await converse(t, always({ kind: 'escalate' }));
    await conversation.ask(answerHead());
    const response = await conversation.ask(answerBody('{}'));
    assert.deepEqual(headersSet(response), { 'x-dragoman-escalate': '1' });
    assert.equal(response.dynamic_metadata, undefined);
  });

  it('marks an answer without a body, too', async (t) => {
    const { conversation } = await converse(t, always({ kind: 'escalate' }));
    const response = await conversation.ask(answerHead({ endOfStream: true }));
    assert.deepEqual(headersSet(response), { 'x-dragoman-escalate': '1' });
  });

  it('skips a tier by writing the chain anew', async (t) => {
    const chain = ['tier/small', 'model/large'];
    const { conversation } = await converse(t, always({ kind: 'escalate', chain }));
    await conversation.ask(answerHead({ chain: ['tier/small', 'tier/medium', 'model/large'] }));
    const { dynamic_metadata: metadata } = await conversation.ask(answerBody('{}'));
    const groups =
      metadata?.fields?.['dragoman.chain']?.structValue?.fields?.['priority_groups']?.listValue?.values;
    assert.deepEqual(
      groups?.map(({ structValue }) => structValue?.fields?.['name']?.stringValue),
      chain,
    );
  });

  it('replaces an answer by the same one in another shape', async (t) => {
    const body = Buffer.from('data: [DONE]\n\n');
    const { conversation } = await converse(
      t,
      always({ kind: 'replace', contentType: 'text/event-stream', body }),
    );
    await conversation.ask(answerHead());
    const response = await conversation.ask(answerBody('{}'));
    assert.deepEqual(headersSet(response), {
      'content-type': 'text/event-stream',
      'content-length': String(body.length),
    });
    assert.deepEqual(response.response_body?.response?.body_mutation?.body, body);
  });

  it('asks for time before it judges for long', async (t) => {
    const { conversation } = await converse(t, always({ kind: 'pass' }, 5_000));
    await conversation.ask(answerHead());
    const first = await conversation.ask(answerBody('{}'));
    assert.equal(first.override_message_timeout?.seconds, 6);
    const second = await conversation.next();
    assert.equal(second.response_body?.response?.status, 'CONTINUE');
  });

  it('asks for no more time than Envoy gives', async (t) => {
    const { conversation } = await converse(t, always({ kind: 'pass' }, 300_000));
    await conversation.ask(answerHead());
    const first = await conversation.ask(answerBody('{}'));
    assert.equal(first.override_message_timeout?.seconds, 60);
  });

  it('delivers the answer when judging fails, and says so', async (t) => {
    const failure = new Error('no');
    const { conversation, heard } = await converse(t, {
      judging: () => ({ deadlineMs: 0, judge: () => Promise.reject(failure) }),
    });
    await conversation.ask(answerHead());
    const response = await conversation.ask(answerBody('{}'));
    assert.deepEqual(headersSet(response), {});
    assert.deepEqual(heard.errors, [failure]);
  });

  it('delivers the answer unseen when nobody can say whether it is wanted', async (t) => {
    const { conversation, heard } = await converse(t, {
      judging: () => {
        throw new Error('no');
      },
    });
    const { mode_override: mode } = await conversation.ask(answerHead());
    assert.equal(mode?.response_body_mode, 'NONE');
    assert.equal(heard.errors.length, 1);
  });
});
