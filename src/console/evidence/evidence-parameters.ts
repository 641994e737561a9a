import type { AdminParameter } from '../../admin/endpoint.js';
import { TIME_FORMS } from '../../admin/read-time.js';
import { GROUPINGS } from '../../store/record-store.js';
import type { EvidenceKind } from './evidence-question.js';

/** Days of the longest period that is shown day by day. */
export const MOST_DAYS = 366;

/** Points of the map: more are no clearer, and each is embedded. */
export const MOST_POINTS = 1_500;
export const POINTS = 600;
export const FEWEST_POINTS = 50;

/** Prompts of each period that drift is looked for in: the answer is waited for. The verb takes 2,000. */
export const DRIFT_TEXTS = 500;
export const MOST_DRIFT_TEXTS = 2_000;

const text = (name: string, description: string): AdminParameter => ({
  ...{ name, in: 'query', type: 'string', description },
});
const number = (name: string, description: string): AdminParameter => ({
  ...{ name, in: 'query', type: 'number', description },
});

const FILTER_PARAMETERS = [
  text('since', `Records decided at or after, ${TIME_FORMS}. Default \`30d\`.`),
  text('until', 'Records decided before, likewise. Default: now.'),
  text('route', 'Only records of this route.'),
  text('model', 'Only records decided for this model.'),
  text('tenant', 'Only records of this tenant.'),
];

export const EVIDENCE_PARAMETERS: Readonly<Record<EvidenceKind, readonly AdminParameter[]>> = {
  report: [
    ...FILTER_PARAMETERS,
    text('by', `One more grouping: ${GROUPINGS.join(', ')}. Default: none.`),
    number(
      'margin',
      'Share by which the quality of an arm may fall and still be as good, 0 to 1. Default 0.02.',
    ),
    number('alpha', 'Chance of a wrong stop of a trial, 0.000001 to 0.5. Default 0.05.'),
  ],
  drift: [
    text('window', `Begin of what is looked at, ${TIME_FORMS} before its end. Default \`7d\`.`),
    text('reference', 'Begin of what that is held against, likewise before the window. Default `28d`.'),
    text('until', 'End of the window, likewise. Default: now.'),
    number('alpha', 'Chance of a false alarm, 0.000000001 to 0.5. Default 0.01.'),
    {
      ...{ name: 'texts', in: 'query', type: 'integer' },
      description: `Most prompts to embed of each period, 0 to ${MOST_DRIFT_TEXTS}. Default ${DRIFT_TEXTS}.`,
    },
  ],
  quality: FILTER_PARAMETERS.map((one) =>
    one.name === 'since' ? { ...one, description: `${one.description} At most ${MOST_DAYS} days.` } : one,
  ),
  map: [
    ...FILTER_PARAMETERS,
    {
      ...{ name: 'limit', in: 'query', type: 'integer' },
      description: `Most points, examples and traffic together, ${FEWEST_POINTS} to ${MOST_POINTS}. Default ${POINTS}.`,
    },
  ],
  confusion: [
    ...FILTER_PARAMETERS,
    text(
      'of',
      '`examples`: judged by heads that did not see them; `labels`: decisions held against the routes that people named. Default: labels where there are 30 or more.',
    ),
  ],
};
