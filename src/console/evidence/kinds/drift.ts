import { queryParameter } from '../../../admin/query/query-parameter.js';
import { readNumber, readWhole } from '../../../admin/query/read-number.js';
import { TIME_FORMS } from '../../../admin/query/read-time.js';
import { fail, ok, type Result } from '../../../errors.js';
import type { DriftPeriod } from '../../../lab/drift/drift-stream.js';
import { DAY_MS } from '../../../store/day.js';
import { embedWholly } from '../embed-wholly.js';
import { type EvidenceQuery, evidenceKind, RECORDS_OFF } from '../evidence-kind.js';
import { isoOf, timeOf } from '../read-period.js';

/** Prompts of each period that drift is looked for in: the answer is waited for. The verb takes 2,000. */
const TEXTS = { least: 0, most: 2_000, byDefault: 500 };

export const drift = evidenceKind({
  summary:
    'What is no longer as it was, and kinds of requests that no route covers: as `dragoman drift --json`. Needs --records.',
  response: 'Drift',
  needsRecords: true,
  parameters: [
    queryParameter(
      'window',
      'string',
      `Begin of what is looked at, ${TIME_FORMS} before its end. Default \`7d\`.`,
    ),
    queryParameter(
      'reference',
      'string',
      'Begin of what that is held against, likewise before the window. Default `28d`.',
    ),
    queryParameter('until', 'string', 'End of the window, likewise. Default: now.'),
    queryParameter('alpha', 'number', 'Chance of a false alarm, 0.000000001 to 0.5. Default 0.01.'),
    queryParameter(
      'texts',
      'integer',
      `Most prompts to embed of each period, 0 to ${TEXTS.most}. Default ${TEXTS.byDefault}.`,
    ),
  ],
  read(query, now) {
    const period = readPeriods(query, now);
    if (!period.ok) return period;
    const alpha = readNumber('alpha', query['alpha'], { least: 1e-9, most: 0.5, byDefault: 0.01 });
    if (!alpha.ok) return alpha;
    const texts = readWhole('texts', query['texts'], TEXTS);
    if (!texts.ok) return texts;
    return ok({ period: period.value, alpha: alpha.value, texts: texts.value });
  },
  async answer(asked, { store, registry, embed }) {
    if (store === undefined) return RECORDS_OFF;
    const { findDrift } = await import('../../../lab/drift/find-drift.js');
    const [law, embedAll] = [registry(), embedWholly(await embed())];
    const space = law && embedAll && { registry: law, embedAll };
    return ok(await findDrift(store, { ...asked, space }));
  },
});

function readPeriods(query: EvidenceQuery, now: number): Result<DriftPeriod> {
  const until = timeOf(query, 'until', now, now);
  if (!until.ok) return until;
  const begin = timeOf(query, 'window', until.value, until.value - 7 * DAY_MS);
  if (!begin.ok) return begin;
  const first = timeOf(query, 'reference', begin.value, begin.value - 28 * DAY_MS);
  if (!first.ok) return first;
  if (first.value >= begin.value || begin.value >= until.value) {
    const found = `"reference" begins at ${isoOf(first.value)}, "window" at ${isoOf(begin.value)}`;
    return fail('field_invalid', `${found}; both must lie before "until", in that order.`, 'window');
  }
  return ok({
    until: until.value,
    windowMs: until.value - begin.value,
    referenceMs: begin.value - first.value,
  });
}
