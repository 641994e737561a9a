import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { costNotes, savingsSections } from '../../../src/cli/reports/format-savings.js';
import {
  REPORT_GROUPINGS,
  savingsReport,
  type SavingsReport,
} from '../../../src/lab/report/savings-report.js';
import type { StoredRecord } from '../../../src/record/stored-record.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { memoryStore } from '../../support/memory-store.js';

/** Of 200 requests. */
async function reportOn(of: (at: number) => Partial<StoredRecord>): Promise<SavingsReport> {
  const records = Array.from({ length: 200 }, (_, at) => buildStoredRecord(`r${at}`, of(at)));
  return savingsReport(await memoryStore(records).summarize({}, REPORT_GROUPINGS));
}

const notesOf = (report: SavingsReport): string =>
  (savingsSections(report, undefined)[0]?.notes ?? []).join('\n');

describe('what the report says of requests without a cost', () => {
  it('is nothing where all have one', async () => {
    assert.deepEqual(costNotes(await reportOn(() => ({ costUsd: 0.001 }))), []);
  });

  it('is how many and why, and what to do where they are many', async () => {
    const without = (many: number): Promise<SavingsReport> =>
      reportOn((at) => ({ costUsd: at < many ? null : 0.001 }));
    const [few] = costNotes(await without(4));
    assert.equal(
      few,
      '4 of 200 finished records (2.0 %) have no cost: their answers came without token counts',
    );
    assert.match(costNotes(await without(40))[0] ?? '', /20\.0 %.*ask for stream_options\.include_usage$/);
  });
});

describe('what the report says of requests that no route decided', () => {
  it('names the part that is like no route, and what to do about it', async () => {
    const notes = notesOf(
      await reportOn((at) => (at < 100 ? { reason: 'out_of_scope', route: null } : { reason: 'similar' })),
    );
    assert.match(notes, /^fallback rate 50\.0 % .*: ALARM, above 10\.0 %/m);
    assert.match(notes, /^out of scope, a part of it, 50\.0 % .*: like no route\. Give them one/m);
  });

  it('is an alarm where routing missed its model', async () => {
    const notes = notesOf(await reportOn((at) => ({ reason: at < 100 ? 'low_margin' : 'similar' })));
    assert.match(notes, /^fallback rate 50\.0 % .*: ALARM, above 10\.0 %: .*--by reason/m);
  });
});
