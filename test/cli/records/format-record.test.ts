import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PLAIN } from '../../../src/cli/output/paint.js';
import { formatRecords } from '../../../src/cli/records/format-record.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';

describe('formatRecords', () => {
  it('names the model that answered beside the one decided for, where it is another', () => {
    const record = buildStoredRecord('a', { model: 'small' });
    assert.ok(record.outcome !== null);
    const escalated = { ...record, id: 'b', outcome: { ...record.outcome, model: 'large' } };
    const own = { ...record, outcome: { ...record.outcome, model: 'small' } };
    const [, first = '', second = ''] = formatRecords([own, escalated], {
      paint: PLAIN,
      width: Infinity,
    }).split('\n');
    assert.match(first, / a +\S+ +small +\w/);
    assert.match(second, / b +\S+ +small > large +\w/);
  });
});
