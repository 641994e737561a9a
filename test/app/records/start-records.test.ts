import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startRecords } from '../../../src/app/records/start-records.js';
import { createKeyedHash } from '../../../src/decision/memory/keyed-hash.js';
import { DragomanError } from '../../../src/errors.js';
import type { StoredRecord } from '../../../src/record/stored-record.js';
import type { RecordStore } from '../../../src/store/record-store.js';
import { buildPlan, buildProfile } from '../../support/build-plan.js';
import { buildRecord } from '../../support/build-record.js';
import { buildView } from '../../support/build-view.js';
import { eventually } from '../../support/eventually.js';
import { memoryLogger } from '../../support/memory-logger.js';
import { memoryStore } from '../../support/memory-store.js';

const pool = buildPlan([buildProfile('small')], []);

function start(open: () => Promise<RecordStore>) {
  const { logger, lines } = memoryLogger();
  const retention = { maxAgeMs: 1000, maxBytes: 1000 };
  const records = startRecords({ open, hash: createKeyedHash('key'), retention: () => retention, logger });
  const said = (what: string): number => lines.filter((line) => line.includes(what)).length;
  return { records, said };
}

async function contentOf(store: RecordStore): Promise<StoredRecord[]> {
  const { records } = await store.page({}, 1000);
  return [...records];
}

describe('startRecords', () => {
  it('writes what was decided, with what the policy lets it keep of the prompt', async () => {
    const store = memoryStore();
    const { records } = start(async () => Promise.resolve(store));
    const view = buildView({ lastUserText: 'Mail me at ada.byron@mail.example.org' });
    for (const policy of ['none', 'hash', 'redacted', 'full'] as const) {
      records.keepPrompt(policy, view, policy);
      records.keep(buildRecord(policy), pool);
    }
    await records.stop();
    const kept = new Map((await contentOf(store)).map(({ id, prompt }) => [id, prompt]));
    const texts = [...kept.values()].map(({ messages }) => messages?.[0]?.text);
    assert.deepEqual(
      [kept.get('none')?.hash, kept.get('hash')?.messages, texts.filter((text) => text !== undefined).sort()],
      [null, null, ['Mail me at [EMAIL_ADDRESS]', 'Mail me at ada.byron@mail.example.org']],
    );
    assert.deepEqual([records.counts.records.written, records.counts.prompts.waiting], [4, 0]);
  });

  it('writes feedback and comparisons as well', async () => {
    const store = memoryStore();
    const { records } = start(async () => Promise.resolve(store));
    records.keep(buildRecord('a'), pool);
    const opinion = { score: 1, route: null, model: null, tags: [] };
    records.addFeedback({ decision: 'a', source: 'user', at: 1, ...opinion });
    const scores = { score: null, referenceScore: null, agreement: 1, preferred: null, costUsd: 0 };
    const models = { model: 'small', reference: 'large' };
    records.addComparison({ decision: 'a', kind: 'shadow', at: 1, ...models, ...scores });
    await records.stop();
    assert.equal(records.counts.feedback.written + records.counts.comparisons.written, 2);
    for await (const batch of store.feedback({})) assert.equal(batch[0]?.decision, 'a');
    for await (const batch of store.comparisons({})) assert.equal(batch[0]?.decision, 'a');
  });

  it('waits for a store that cannot be opened, and says so once', async () => {
    const store = memoryStore();
    let attempts = 0;
    const { records, said } = start(async () => {
      attempts += 1;
      if (attempts < 3) throw new DragomanError('store_unavailable', 'the folder does not exist');
      return Promise.resolve(store);
    });
    records.keep(buildRecord('a'), pool);
    await eventually('the record', () => records.counts.records.written === 1);
    assert.deepEqual([said('the store of records is not there'), said('the store fails')], [1, 1]);
    assert.equal(said('the store is well again'), 1);
    await records.stop();
  });

  it('counts what it cannot write before it ends', async () => {
    const { records, said } = start(async () =>
      Promise.reject(new DragomanError('store_newer', 'written by a newer version')),
    );
    records.keep(buildRecord('a'), pool);
    await records.stop();
    assert.equal(records.counts.records.dropped.ended, 1);
    assert.equal(said('the last records could not be written'), 1);
  });
});
