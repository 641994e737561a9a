import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isFallback, summariseLines } from '../../../../../src/console/page/views/live/summarise-lines.js';
import { REASONS, type Reason } from '../../../../../src/decision/reason.js';
import { RECORD_COLUMNS } from '../../../../../src/store/record-columns.js';
import { buildDecisionLine } from '../../../../support/build-decision-line.js';
import { buildStoredRecord } from '../../../../support/build-stored-record.js';

describe('the strip above the live list', () => {
  it('counts the same reasons as fallbacks as the store does', () => {
    const column = RECORD_COLUMNS.find(({ name }) => name === 'is_stand_in');
    for (const reason of Object.keys(REASONS) as Reason[]) {
      const stored = column?.of(buildStoredRecord('one', { reason }));
      assert.equal(isFallback(reason), stored === 1, reason);
    }
  });

  it('tells rate, shares and quantiles of the lines it gets', () => {
    const at = Date.UTC(2026, 0, 1);
    const lines = Array.from({ length: 100 }, (_, index) =>
      buildDecisionLine('one', {
        at: at - index * 1000,
        reason: index < 25 ? 'low_margin' : 'similar',
        escalated: index < 10,
        decideUs: index + 1,
      }),
    );
    const summary = summariseLines(lines);
    assert.equal(summary.perMinute, 60);
    assert.deepEqual(summary.reasons, [
      { reason: 'similar', share: 0.75 },
      { reason: 'low_margin', share: 0.25 },
    ]);
    assert.deepEqual([summary.fellBack, summary.escalated], [0.25, 0.1]);
    assert.deepEqual([summary.p50, summary.p99], [50, 99]);
  });

  it('says nothing of nothing, and no rate of one line or of one moment', () => {
    const { perMinute, p50, escalated, reasons } = summariseLines([]);
    assert.deepEqual([perMinute, p50, escalated, reasons], [null, null, null, []]);
    assert.equal(summariseLines([buildDecisionLine('one')]).perMinute, null);
    assert.equal(summariseLines([buildDecisionLine('one'), buildDecisionLine('one')]).perMinute, null);
  });
});
