import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { MAX_OBSERVED_BYTES, type ObservedAnswer } from '../../src/extproc/answer-observer.js';
import type { ProcessingRequest } from './gen/envoy/service/ext_proc/v3/ProcessingRequest.js';
import { eventually } from '../support/eventually.js';
import { answerBody, answerHead } from './answer-parts.js';
import { connectTo, Conversation, startServer } from './ext-proc-client.js';
import { toStruct } from './to-struct.js';

function head(requestId: string): ProcessingRequest {
  const attributes = { 'envoy.filters.http.ext_proc': toStruct({ 'request.id': requestId }) };
  return { ...answerHead({ decision: { decision: 'd1', model: 'small' } }), attributes };
}

/** Sends these messages on one stream, and what was observed of streams that ended. */
async function observe(
  t: TestContext,
  messages: readonly ProcessingRequest[],
  { role = 'delivered', wants = true } = {},
): Promise<{ observed: ObservedAnswer[]; missed: string[] }> {
  const observed: ObservedAnswer[] = [];
  const missed: string[] = [];
  let asked = 0;
  const observer = {
    wants: () => {
      asked += 1;
      return wants;
    },
    observed: (answer: ObservedAnswer) => void observed.push(answer),
    missed: (requestId: string) => void missed.push(requestId),
  };
  const { server, heard } = await startServer(t, { observer });
  const metadata = { 'x-dragoman-role': role, ...(role === 'shadow' && { 'x-dragoman-tier': 'large' }) };
  const conversation = new Conversation(connectTo(t, server.address).process, metadata);
  for (const message of messages) conversation.send(message);
  conversation.end();
  await eventually('the stream to be read', () => Promise.resolve(asked > 0 || messages.length === 0));
  await conversation.status;
  assert.deepEqual(heard.errors, []);
  return { observed, missed };
}

describe('a stream that only looks', () => {
  it('tells the whole answer, whose it is and which model gave it', async (t) => {
    const { observed, missed } = await observe(t, [head('r1'), answerBody('ab', false), answerBody('cd')]);
    const [answer, ...rest] = observed;
    assert.deepEqual(missed, []);
    assert.deepEqual(rest, []);
    assert.deepEqual(
      [answer?.kind, answer?.requestId, answer?.model, answer?.status, answer?.body.toString()],
      ['delivered', 'r1', 'small', 200, 'abcd'],
    );
    assert.equal(answer?.headers.get('content-type'), 'application/json');
  });

  it('names the model of a copy by its cluster', async (t) => {
    const { observed } = await observe(t, [head('r1'), answerBody('x')], { role: 'shadow' });
    const [answer] = observed;
    assert.deepEqual([answer?.kind, answer?.model], ['shadow', 'large']);
  });

  it('says that an answer stopped before its end or is too large, and nothing of one that nobody wants', async (t) => {
    const large = 'x'.repeat(MAX_OBSERVED_BYTES);
    const missed = { observed: [], missed: ['r1'] };
    assert.deepEqual(await observe(t, [head('r1'), answerBody('ab', false)]), missed);
    assert.deepEqual(await observe(t, [head('r1'), answerBody(large, false), answerBody('x')]), missed);
    const unwanted = await observe(t, [head('r1'), answerBody('x')], { wants: false });
    assert.deepEqual(unwanted, { observed: [], missed: [] });
  });
});
