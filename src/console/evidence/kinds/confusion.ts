import { queryParameter } from '../../../admin/query/query-parameter.js';
import { readOneOf } from '../../../admin/query/read-one-of.js';
import { ok } from '../../../errors.js';
import { embedWholly } from '../embed-wholly.js';
import { evidenceKind, RECORDS_OFF, REGISTRY_INVALID } from '../evidence-kind.js';
import { PERIOD_PARAMETERS, readPeriod } from '../read-period.js';

/** Labels from which on they are shown rather than examples. */
const FEWEST_LABELS = 30;

export const confusion = evidenceKind({
  summary:
    'How often requests of one route go to another: by labels that people gave, or by examples that were held out.',
  response: 'ConfusionView',
  needsRecords: false,
  parameters: [
    ...PERIOD_PARAMETERS,
    queryParameter(
      'of',
      'string',
      `\`examples\`: judged by heads that did not see them; \`labels\`: decisions held against the routes that people named. Default: labels where there are ${FEWEST_LABELS} or more.`,
    ),
  ],
  read(query, now) {
    const filter = readPeriod(query, now);
    if (!filter.ok) return filter;
    const of = readOneOf('of', query['of'], ['examples', 'labels'] as const);
    return of.ok ? ok({ filter: filter.value, of: of.value }) : of;
  },
  async answer({ filter, of }, { store, registry, embed }) {
    if (of === 'labels' && store === undefined) return RECORDS_OFF;
    const { confusionOfExamples, confusionOfLabels } = await import('../confusion-view.js');
    if (of !== 'examples' && store !== undefined) {
      const labels = await confusionOfLabels(store, filter);
      if (of === 'labels' || labels.rows >= FEWEST_LABELS) return ok(labels);
    }
    const law = registry();
    if (law === undefined) return REGISTRY_INVALID;
    return ok(await confusionOfExamples(law, embedWholly(await embed())));
  },
});
