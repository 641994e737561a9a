import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ageOfFlag, filterOfFlags, timeOfFlag } from '../../../src/cli/flags/time-flag.js';

const NOW = Date.UTC(2026, 10, 22, 12);
const HOUR_MS = 3_600_000;
const FORMS = 'must be like 2026-01-31, 2026-01-31T12:00:00Z or 7d';

const refuses = (act: () => unknown, message: string): void => {
  assert.throws(act, { code: 'usage', message });
};

describe('a time in a flag', () => {
  it('is a date, a time, or how long ago', () => {
    assert.equal(timeOfFlag('since', '2h', NOW), NOW - 2 * HOUR_MS);
    assert.equal(timeOfFlag('since', '2026-11-22', NOW), NOW - 12 * HOUR_MS);
  });

  it('is never a bare number, which might be days, a year or milliseconds', () => {
    for (const [text, hint] of [
      ['7', '; did you mean "7d"?'],
      ['365', '; did you mean "365d"?'],
      ['2026', '; did you mean "2026-01-01"?'],
      ['1700000000000', '; did you mean "2023-11-14T22:13:20.000Z"?'],
      ['0', ''],
      ['12345678', ''],
      ['noon', ''],
    ] as const) {
      refuses(() => timeOfFlag('window', text, NOW), `--window is "${text}", ${FORMS}${hint}`);
    }
  });
});

describe('a period in flags', () => {
  it('begins before it ends', () => {
    const period = filterOfFlags({ since: '2h', until: '1h', route: 'code' }, NOW);
    assert.deepEqual(period, { since: NOW - 2 * HOUR_MS, until: NOW - HOUR_MS, route: 'code' });
    refuses(
      () => filterOfFlags({ since: '1h', until: '2h' }, NOW),
      '--since is "1h", which is not before --until "2h"; give an earlier --since',
    );
    refuses(
      () => filterOfFlags({ since: '2026-11-01', until: '2026-11-01' }, NOW),
      '--since is "2026-11-01", which is not before --until "2026-11-01"; give an earlier --since',
    );
  });

  it('does not begin in the future, even where no end is named', () => {
    refuses(
      () => filterOfFlags({ since: '2027-01-01' }, NOW),
      '--since is "2027-01-01", which is not before now; give an earlier --since',
    );
    assert.deepEqual(filterOfFlags({ until: '2027-01-01' }, NOW), { until: Date.UTC(2027, 0, 1) });
  });
});

describe('an age in a flag', () => {
  it('is how long ago that was, and not less than nothing', () => {
    assert.equal(ageOfFlag('max-age', '2h', NOW), 2 * HOUR_MS);
    assert.equal(ageOfFlag('max-age', '0d', NOW), 0);
    refuses(() => ageOfFlag('max-age', '7', NOW), `--max-age is "7", ${FORMS}; did you mean "7d"?`);
    refuses(
      () => ageOfFlag('max-age', '2027-01-01', NOW),
      '--max-age is "2027-01-01", which is in the future: that would take everything; give an earlier time',
    );
  });
});
