import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRecordMaker } from '../../../bench/records/made-up-records.js';

describe('made-up records', () => {
  it('are the same in every run, each with an id of its own, over a month', () => {
    const [make, again] = [createRecordMaker(300), createRecordMaker(300)];
    const records = Array.from({ length: 300 }, (_, at) => make(at));
    assert.deepEqual(
      records,
      Array.from({ length: 300 }, (_, at) => again(at)),
    );
    assert.equal(new Set(records.map(({ id }) => id)).size, 300);
    for (const { id, costUsd, strongestUsd } of records) {
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.ok((costUsd ?? NaN) <= (strongestUsd ?? NaN));
    }
    assert.equal(new Set(records.map(({ at }) => new Date(at).toISOString().slice(0, 10))).size, 30);
  });
});
