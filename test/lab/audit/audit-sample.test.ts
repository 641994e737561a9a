import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawAuditSample } from '../../../src/lab/audit/audit-sample.js';
import type { StoredRecord } from '../../../src/record/stored-record.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { memoryStore } from '../../support/memory-store.js';

const withText = (id: string, changes: Partial<StoredRecord> = {}): StoredRecord => {
  const record = buildStoredRecord(id, changes);
  return { ...record, prompt: { ...record.prompt, messages: [{ role: 'user', text: id }] } };
};

describe('the sample of an audit', () => {
  const many = Array.from({ length: 100 }, (_, at) => withText(`r${at}`, { at }));

  it('has its size, each record once, and is the same for the same seed', async () => {
    const draw = async (seed: number): Promise<string[]> => {
      const sample = await drawAuditSample(memoryStore(many), {}, { size: 10, seed, reference: 'large' });
      assert.deepEqual([sample.seen, sample.routed, sample.askable], [100, 100, 100]);
      return sample.records.map(({ id }) => id);
    };
    const [one, again, other] = [await draw(1), await draw(1), await draw(2)];
    assert.equal(new Set(one).size, 10);
    assert.deepEqual(one, again);
    assert.notDeepEqual(one, other);
  });

  it('takes all where there are fewer', async () => {
    const { records } = await drawAuditSample(
      memoryStore(many.slice(0, 3)),
      {},
      { size: 10, seed: 1, reference: 'large' },
    );
    assert.equal(records.length, 3);
  });

  it('draws each record alike', async () => {
    const counts = new Map<string, number>();
    for (let seed = 1; seed <= 400; seed += 1) {
      const drawn = await drawAuditSample(
        memoryStore(many.slice(0, 20)),
        {},
        { size: 5, seed, reference: 'large' },
      );
      for (const { id } of drawn.records) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    // 100 of 400 expected, with a standard deviation of 8.7.
    for (const count of counts.values()) assert.ok(count > 60 && count < 140, String(count));
    assert.equal(counts.size, 20);
  });

  it('leaves out what the router did not decide, and what cannot be asked again', async () => {
    const tools = withText('tools');
    const store = memoryStore([
      withText('kept'),
      withText('pin', { reason: 'pinned' }),
      withText('control', { arm: 'control' }),
      withText('large', { outcome: null, model: 'large' }),
      buildStoredRecord('no-text'),
      { ...tools, prompt: { ...tools.prompt, tools: 1 } },
    ]);
    const sample = await drawAuditSample(store, {}, { size: 10, seed: 1, reference: 'large' });
    assert.deepEqual(
      sample.records.map(({ id }) => id),
      ['kept'],
    );
    assert.deepEqual([sample.seen, sample.routed, sample.askable], [6, 3, 1]);
  });
});
