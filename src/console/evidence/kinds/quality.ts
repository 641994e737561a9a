import { fail, ok } from '../../../errors.js';
import { DAY_MS } from '../../../store/day.js';
import { evidenceKind, RECORDS_OFF } from '../evidence-kind.js';
import { PERIOD_PARAMETERS, readPeriod } from '../read-period.js';

/** Days of the longest period that is shown day by day. */
const MOST_DAYS = 366;

export const quality = evidenceKind({
  summary:
    'Success, verdicts, opinions, cost, escalations and margins of each route, day by day (UTC), with 95 % intervals. Needs --records.',
  response: 'QualityOverTime',
  needsRecords: true,
  parameters: PERIOD_PARAMETERS.map((one) =>
    one.name === 'since' ? { ...one, description: `${one.description} At most ${MOST_DAYS} days.` } : one,
  ),
  read(query, now) {
    const filter = readPeriod(query, now);
    if (!filter.ok) return filter;
    const days = Math.ceil((filter.value.until - filter.value.since) / DAY_MS);
    if (days <= MOST_DAYS) return filter;
    const message = `The period from "since" to "until" has ${days} days; send one of at most ${MOST_DAYS}.`;
    return fail('field_invalid', message, 'since');
  },
  async answer(filter, { store }) {
    if (store === undefined) return RECORDS_OFF;
    const { qualityOverTime } = await import('../quality-over-time.js');
    return ok(await qualityOverTime(store, filter));
  },
});
