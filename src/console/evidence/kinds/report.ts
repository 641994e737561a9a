import { queryParameter } from '../../../admin/query/query-parameter.js';
import { readNumber } from '../../../admin/query/read-number.js';
import { readOneOf } from '../../../admin/query/read-one-of.js';
import { ok } from '../../../errors.js';
import { GROUPINGS } from '../../../store/record-store.js';
import { evidenceKind, RECORDS_OFF } from '../evidence-kind.js';
import { PERIOD_PARAMETERS, readPeriod } from '../read-period.js';

export const report = evidenceKind({
  summary: 'What routing cost and saved, and what trials say: as `dragoman report --json`. Needs --records.',
  response: 'Report',
  needsRecords: true,
  parameters: [
    ...PERIOD_PARAMETERS,
    queryParameter('by', 'string', `One more grouping: ${GROUPINGS.join(', ')}. Default: none.`),
    queryParameter(
      'tolerance',
      'number',
      'Share by which the quality of an arm may fall and still be as good, 0 to 1. Default 0.02.',
    ),
    queryParameter('alpha', 'number', 'Chance of a wrong stop of a trial, 0.000001 to 0.5. Default 0.05.'),
  ],
  read(query, now) {
    const filter = readPeriod(query, now);
    if (!filter.ok) return filter;
    const by = readOneOf('by', query['by'], GROUPINGS);
    if (!by.ok) return by;
    const tolerance = readNumber('tolerance', query['tolerance'], { least: 0, most: 1, byDefault: 0.02 });
    if (!tolerance.ok) return tolerance;
    const alpha = readNumber('alpha', query['alpha'], { least: 1e-6, most: 0.5, byDefault: 0.05 });
    if (!alpha.ok) return alpha;
    return ok({ filter: filter.value, by: by.value, tolerance: tolerance.value, alpha: alpha.value });
  },
  async answer(asked, { store, registry }) {
    if (store === undefined) return RECORDS_OFF;
    const { trafficReport } = await import('../../../lab/report/traffic-report.js');
    return ok(await trafficReport(store, { ...asked, registry: registry() }));
  },
});
