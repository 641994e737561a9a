import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requestOfRecord, requestOfTraffic } from '../../../src/lab/replay/replay-request.js';
import type { JsonObject } from '../../../src/lab/read-jsonl.js';
import { parseRequest } from '../../../src/request/parse-request.js';
import type { StoredPrompt } from '../../../src/record/stored-record.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';

const LIMITS = { maxBodyBytes: 1_000_000, maxDepth: 20 };
const POLICY = { tenantHeader: 'X-Tenant' };

const traffic = (value: JsonObject, asAuto = false): ReturnType<typeof requestOfTraffic> =>
  requestOfTraffic({ line: 7, ok: true, value }, asAuto);

const prompt: StoredPrompt = {
  ...{ tokens: 30, turns: 2, tools: 2, images: 1, format: 'json_schema', hash: null },
  ...{ isRedacted: false, isCut: false },
  messages: [
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'Hello' },
    { role: 'assistant', text: 'Hi.' },
    { role: 'user', text: 'What is in the picture?' },
  ],
};

describe('a request to be replayed', () => {
  it('is a row of traffic with its time, its headers and the length of its answer', () => {
    const made = traffic({
      ...{ id: 'tr-1', ts_ms: 250, trace: { generated_tokens: 41 }, headers: { 'X-Team': 'blue' } },
      body: { model: 'gpt-x', messages: [{ role: 'user', content: 'hi' }] },
    });
    assert.ok(made.ok);
    const { id, at, outputTokens, inputTokens, head, body } = made.value;
    assert.deepEqual([id, at, outputTokens, inputTokens], ['tr-1', 250, 41, undefined]);
    assert.equal(head.headers.get('x-team'), 'blue');
    assert.equal(head.path, '/v1/chat/completions');
    assert.match(body.toString(), /"model":"gpt-x"/);
  });

  it('names auto where every request is to be routed', () => {
    const made = traffic({ body: { model: 'gpt-x', messages: [] } }, true);
    assert.ok(made.ok);
    assert.match(made.value.body.toString(), /"model":"auto"/);
    assert.equal(made.value.id, '7');
  });

  it('tells what is wrong with a row', () => {
    assert.equal(requestOfTraffic({ line: 1, ok: false, message: 'not valid JSON' }, false).ok, false);
    assert.equal(traffic({ text: 'a', body: {} }).ok, false);
    assert.equal(traffic({}).ok, false);
  });

  it('puts the turns of a conversation in one lane', () => {
    const lane = (headers: JsonObject, text: string): string | undefined => {
      const made = traffic({ headers, text });
      return made.ok ? made.value.lane : undefined;
    };
    assert.equal(lane({ 'X-Conversation-Id': 'c1' }, 'a'), lane({ 'x-conversation-id': 'c1' }, 'b'));
    assert.notEqual(lane({}, 'a'), lane({}, 'b'));
  });

  it('is a record with as much of its shape as is kept', () => {
    const record = buildStoredRecord('d1', { prompt, tenant: 'blue', conversation: 'c9', stream: true });
    const begun = new Map<string, string>();
    const made = requestOfRecord(record, POLICY, { asAuto: false, begun });
    assert.ok(made !== undefined);
    assert.equal(made.lane, 'c9');
    assert.deepEqual([made.inputTokens, made.outputTokens], [100, 50]);
    assert.equal(made.head.headers.get('x-tenant'), 'blue');
    const view = parseRequest(made.head, made.body, LIMITS);
    assert.ok(view.ok);
    const { system, lastUserText, tools, images, responseFormat, stream, turns } = view.value;
    assert.equal(system, 'Be brief.');
    assert.equal(lastUserText, 'What is in the picture?');
    assert.deepEqual([tools.length, images, responseFormat, stream, turns], [2, 1, 'json_schema', true, 2]);
  });

  it('belongs to the conversation that it goes on, not to one that began alike', () => {
    const begun = new Map<string, string>();
    const conversationOf = (messages: StoredPrompt['messages']): string | undefined => {
      const record = buildStoredRecord('d', { prompt: { ...prompt, messages }, conversation: 'c' });
      return requestOfRecord(record, POLICY, { asAuto: false, begun })?.head.headers.get('x-conversation-id');
    };
    const [system, first, answer, second] = prompt.messages ?? [];
    assert.ok(system && first && answer && second);
    assert.equal(conversationOf([system, first]), 'c');
    assert.equal(conversationOf([system, first, answer, second]), 'c');
    assert.equal(conversationOf([system, first]), undefined);
    // It starts in another way, so the client has given the conversation a name.
    assert.equal(conversationOf([second]), 'c');
  });

  it('cannot be made of a record without text', () => {
    assert.equal(
      requestOfRecord(buildStoredRecord('d1'), POLICY, { asAuto: false, begun: new Map() }),
      undefined,
    );
  });
});
