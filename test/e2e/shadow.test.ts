import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { AnswerComparison } from '../../src/record/comparison.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { policyText, poolText, routeText } from '../support/pool-text.js';
import { type Stack, startStack } from '../support/stack.js';

const POLICY = policyText(
  'shadow: { share: 1, model: large }, experiment: { name: bolder, share: 1, documents: [bolder.routes] }',
);

describe('copies of requests and an experiment, through a real Envoy', () => {
  const cleanUp = createCleanUp();
  let stack: Stack;
  let url: string;

  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'records-'));
    cleanUp.add(() => rm(folder, { recursive: true, force: true }));
    url = `sqlite:${join(folder, 'records.db')}`;
    stack = await startStack({
      registry: {
        'pool.yaml': poolText(),
        'policy.yaml': POLICY,
        'routes.yaml': routeText('plain', 'target: medium, match: [{ keywords: [plain] }]'),
        'bolder.routes': routeText('plain', 'target: small, match: [{ keywords: [plain] }]'),
      },
      flags: ['--encoder', 'none', '--records', url],
    });
    cleanUp.add(() => stack.stop());
  });
  after(() => cleanUp.run());

  const asked = (name: string): number => stack.models.get(name)?.received().length ?? -1;

  async function comparisons(): Promise<AnswerComparison[]> {
    const store = await openRecordStore(url);
    try {
      const all: AnswerComparison[] = [];
      for await (const batch of store.comparisons({})) all.push(...batch);
      return all;
    } finally {
      await store.close();
    }
  }

  it('keeps how the delivered answer compares with that of the reference', async () => {
    const answer = await ask(stack.url, chat('plain question: what is the capital of France?'));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.model, 'small', 'the experiment decided');
    await eventually('the comparison to be kept', async () => (await comparisons()).length === 1);
    const [kept] = await comparisons();
    assert.deepEqual(
      [kept?.kind, kept?.decision, kept?.model, kept?.reference],
      ['shadow', answer.decision, 'small', 'large'],
    );
    assert.ok((kept?.costUsd ?? 0) > 0);
    const store = await openRecordStore(url);
    const record = await store.find(kept?.decision ?? '');
    await store.close();
    assert.equal(record?.arm, 'challenger');
    assert.match(record.registry, /^[0-9a-f]{12}\+bolder$/);
  });

  it('asks the reference once a request, and never for a pinned model', async () => {
    const before = asked('large');
    await ask(stack.url, chat('plain question again: what is the capital of Spain?'));
    await eventually('the copy to arrive', () => Promise.resolve(asked('large') === before + 1));
    await ask(stack.url, chat('plain', { model: 'medium' }));
    await eventually('both comparisons', async () => (await comparisons()).length === 2);
    assert.equal(asked('large'), before + 1);
  });
});
