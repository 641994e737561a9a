import type { AdminParameter } from '../../admin/endpoint.js';
import { queryParameter } from '../../admin/query/query-parameter.js';
import { TIME_FORMS } from '../../admin/query/read-time.js';
import { GROUPINGS } from '../../store/record-store.js';
import type { EvidenceKind } from './evidence-question.js';

/** Days of the longest period that is shown day by day. */
export const MOST_DAYS = 366;

/** Points of the map: more are no clearer, and each is embedded. */
export const POINTS = { least: 50, most: 1_500, byDefault: 600 };

/** Prompts of each period that drift is looked for in: the answer is waited for. The verb takes 2,000. */
export const DRIFT_TEXTS = { least: 0, most: 2_000, byDefault: 500 };

const FILTER_PARAMETERS = [
  queryParameter('since', 'string', `Records decided at or after, ${TIME_FORMS}. Default \`30d\`.`),
  queryParameter('until', 'string', 'Records decided before, likewise. Default: now.'),
  queryParameter('route', 'string', 'Only records of this route.'),
  queryParameter('model', 'string', 'Only records decided for this model.'),
  queryParameter('tenant', 'string', 'Only records of this tenant.'),
];

export const EVIDENCE_PARAMETERS: Readonly<Record<EvidenceKind, readonly AdminParameter[]>> = {
  report: [
    ...FILTER_PARAMETERS,
    queryParameter('by', 'string', `One more grouping: ${GROUPINGS.join(', ')}. Default: none.`),
    queryParameter(
      'margin',
      'number',
      'Share by which the quality of an arm may fall and still be as good, 0 to 1. Default 0.02.',
    ),
    queryParameter('alpha', 'number', 'Chance of a wrong stop of a trial, 0.000001 to 0.5. Default 0.05.'),
  ],
  drift: [
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
      `Most prompts to embed of each period, 0 to ${DRIFT_TEXTS.most}. Default ${DRIFT_TEXTS.byDefault}.`,
    ),
  ],
  quality: FILTER_PARAMETERS.map((one) =>
    one.name === 'since' ? { ...one, description: `${one.description} At most ${MOST_DAYS} days.` } : one,
  ),
  map: [
    ...FILTER_PARAMETERS,
    queryParameter(
      'limit',
      'integer',
      `Most points, examples and traffic together, ${POINTS.least} to ${POINTS.most}. Default ${POINTS.byDefault}.`,
    ),
  ],
  confusion: [
    ...FILTER_PARAMETERS,
    queryParameter(
      'of',
      'string',
      '`examples`: judged by heads that did not see them; `labels`: decisions held against the routes that people named. Default: labels where there are 30 or more.',
    ),
  ],
};
