import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { StoredRecord } from '../../src/record/stored-record.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import type { RecordStore } from '../../src/store/record-store.js';
import { ask, chat, type Answer, type AskOptions } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { dragoman } from '../support/dragoman.js';
import { eventually } from '../support/eventually.js';
import { GREETING_ROUTE, policyText, poolText, routeText } from '../support/pool-text.js';
import { startStack, type Stack } from '../support/stack.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const STEPS = routeText(
  'steps',
  'cascade: { tiers: [small, large], gate: { bar: 0.5 } }, match: [{ keywords: [steps] }]',
);

describe('the record of a request, through a real Envoy', () => {
  const url = `sqlite:${join(temporaryFolder(), 'records.db')}`;
  const cleanUp = createCleanUp();
  let stack: Stack;
  let store: RecordStore;

  before(async () => {
    stack = await startStack({
      registry: {
        'pool.yaml': poolText(),
        'routes.yaml': GREETING_ROUTE + STEPS,
        'policy.yaml': policyText('controlGroup: { share: 0 }, exploration: { share: 0.4 }'),
      },
      flags: ['--encoder', 'none', '--records', url],
    });
    cleanUp.add(() => stack.stop());
    store = await openRecordStore(url);
    cleanUp.add(() => store.close());
  });
  after(() => cleanUp.run());

  async function record(
    body: Parameters<typeof ask>[1],
    options?: AskOptions,
  ): Promise<{ answer: Answer; kept: StoredRecord }> {
    const answer = await ask(stack.url, body, options);
    const kept = await eventually(`the record of decision ${answer.decision ?? 'null'}`, () =>
      store.find(answer.decision ?? ''),
    );
    return { answer, kept };
  }

  it('tells who asked, what was decided, and what the tokens cost here and elsewhere', async () => {
    const headers = { 'x-tenant-id': 'north', 'x-conversation-id': 'one' };
    const { answer, kept } = await record(chat('hello there', { max_tokens: 400 }), { headers });
    const { inputTokens, outputTokens } = kept.outcome ?? {};
    assert.ok(inputTokens != null && outputTokens != null && inputTokens > 0);
    const cost = (input: number, output: number): number =>
      (inputTokens * input + outputTokens * output) / 1e6;
    assert.deepEqual([kept.route, kept.model, kept.reason], [answer.route, answer.model, answer.reason]);
    assert.deepEqual([kept.route, kept.layer, kept.tenant], ['greeting', 'rules', 'north']);
    assert.deepEqual(
      [kept.costUsd, kept.defaultUsd, kept.strongestUsd],
      [cost(0.1, 0.4), cost(0.3, 1.2), cost(1, 4)],
    );
    assert.deepEqual([kept.arm, kept.propensity, kept.routedModel], ['routed', 1, 'small']);
    assert.deepEqual(Object.keys(kept.outlook), ['small', 'medium', 'large']);
    assert.ok(kept.prompt.hash !== null && kept.prompt.messages === null, 'the default policy is hash');
    assert.ok(kept.decideUs > 0 && kept.outcome !== null && kept.outcome.totalMs > 0);
  });

  it('names a conversation alike in all its turns, and never as the client did', async () => {
    const of = (name: string): AskOptions => ({ headers: { 'x-conversation-id': name } });
    const first = await record(chat('hello there'), of('long-talk'));
    const second = await record(chat('hello again'), of('long-talk'));
    const other = await record(chat('hello there'), of('short-talk'));
    assert.equal(first.kept.conversation, second.kept.conversation);
    assert.notEqual(first.kept.conversation, other.kept.conversation);
    assert.doesNotMatch(JSON.stringify(first.kept), /long-talk/);
  });

  it('tells a pin', async () => {
    const { kept } = await record(chat('hello', { model: 'large' }));
    const { modelAsked, model, reason, route, propensity } = kept;
    assert.deepEqual([modelAsked, model, reason, route, propensity], ['large', 'large', 'pinned', null, 1]);
  });

  it('tells a choice by chance with its propensity', async () => {
    const { kept } = await eventually('an explored request', async () => {
      const found = await record(chat(`What is ${Math.random()}?`));
      return found.kept.arm === 'explored' && found.kept.model !== 'medium' && found;
    });
    assert.deepEqual([kept.reason, kept.routedModel], ['explored', 'medium']);
    assert.ok(Math.abs(kept.propensity - 0.4 / 3) < 1e-9);
  });

  it("tells a cascade's attempts, and what the rejected ones wasted", async () => {
    const { kept } = await record(chat('steps, please'), { headers: { 'x-stand-in': 'words=150' } });
    assert.deepEqual(kept.cascade?.tiers, ['small', 'large']);
    const [rejected] = kept.attempts;
    assert.ok(
      rejected?.escalated === true && rejected.passed === false && rejected.reasons.includes('repetition'),
    );
    assert.equal(kept.outcome?.model, 'large');
    assert.ok(kept.costUsd !== null && kept.strongestUsd !== null && kept.wastedUsd > 0);
    assert.ok(Math.abs(kept.costUsd - kept.strongestUsd - kept.wastedUsd) < 1e-12);
  });

  it('tells a failure, without a cost', async () => {
    const { kept } = await record(chat('hello'), { headers: { 'x-stand-in': 'status=500' } });
    assert.deepEqual([kept.outcome?.status, kept.outcome?.model], [500, 'small']);
    assert.deepEqual([kept.costUsd, kept.defaultUsd, kept.strongestUsd], [null, null, null]);
  });

  it('tells the tokens that came from a prefix cache', async () => {
    // The stand-in's answers of this endpoint say that there were none; the others say nothing.
    const responses = await record({ model: 'small', input: 'hello' }, { path: '/v1/responses' });
    assert.equal(responses.kept.outcome?.cachedTokens, 0);
    const { kept } = await record(chat('hello'));
    assert.equal(kept.outcome?.cachedTokens, null);
  });

  it('tells a stream', async () => {
    const stream = { stream: true, stream_options: { include_usage: true } };
    const { kept } = await record(chat('hello', stream));
    assert.ok(kept.stream && kept.costUsd !== null && kept.outcome !== null);
    assert.ok(Number(kept.outcome.timeToFirstByteMs) <= kept.outcome.totalMs);
  });

  it('counts what it wrote, and keeps nothing of what was refused', async () => {
    const before = (await store.size()).records;
    assert.equal((await ask(stack.url, '{"model": "auto"')).status, 400);
    await record(chat('hello'));
    const { records } = await store.size();
    assert.equal(records, before + 1);
    const response = await fetch(`${stack.admin}/counters`);
    const counters = (await response.json()) as Readonly<Record<string, object>>;
    assert.deepEqual(counters['records'], {
      ...{ waiting: 0, written: records, failing: false },
      dropped: { full: 0, refused: 0, ended: 0 },
    });
  });
});

describe('dragoman serve --records', () => {
  it('refuses a URL that names no kind of store', () => {
    const listen = `unix:${join(temporaryFolder(), 's')}`;
    const { status, stderr } = dragoman([
      ...['serve', 'demo/registry', '--listen', listen, '--records', 'redis://somewhere'],
    ]);
    assert.equal(status, 2);
    assert.match(stderr, /no records can be kept at a redis: URL/);
  });
});
