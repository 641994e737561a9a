import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isMeant, readFilter } from '../../../../../src/admin/query/decision-filter.js';
import {
  hasFilters,
  matches,
  NO_FILTERS,
  pagePath,
  readFilters,
} from '../../../../../src/console/page/views/live/filters.js';
import { buildStoredRecord } from '../../../../support/build-stored-record.js';

describe('the filter of the live list', () => {
  it('asks the server for what it means', () => {
    const filters = { ...NO_FILTERS, route: 'a&b', marginBelow: '0.2' };
    assert.equal(
      pagePath(filters, 100, 'next one'),
      '/decisions?limit=100&route=a%26b&marginBelow=0.2&after=next+one',
    );
    assert.equal(pagePath(NO_FILTERS, 100, undefined), '/decisions?limit=100');
  });

  it('is read from the address', () => {
    const filters = readFilters(new URLSearchParams('route=%20code%20&other=1'));
    assert.deepEqual(filters, { ...NO_FILTERS, route: 'code' });
    assert.deepEqual([hasFilters(filters), hasFilters(NO_FILTERS)], [true, false]);
  });

  it('means the same decisions as the server', () => {
    const records = [
      buildStoredRecord('a'),
      buildStoredRecord('b', { route: null, margin: null }),
      buildStoredRecord('c', { model: 'large', margin: 0.1 }),
      buildStoredRecord('d', { reason: 'low_margin', margin: 0.2 }),
    ];
    const asked = [
      { route: 'smalltalk' },
      { model: 'large' },
      { reason: 'low_margin' },
      { marginBelow: '0.2' },
      {},
    ];
    for (const condition of asked) {
      const filter = readFilter(new URLSearchParams(Object.entries(condition)));
      assert.ok(filter.ok);
      assert.deepEqual(
        records.filter((record) => matches(record, { ...NO_FILTERS, ...condition })).map(({ id }) => id),
        records.filter((record) => isMeant(record, filter.value)).map(({ id }) => id),
        JSON.stringify(condition),
      );
    }
  });
});
