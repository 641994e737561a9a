import { queryParameter } from '../../../admin/query/query-parameter.js';
import { readWhole } from '../../../admin/query/read-number.js';
import { ok } from '../../../errors.js';
import { evidenceKind, REGISTRY_INVALID } from '../evidence-kind.js';
import { PERIOD_PARAMETERS, readPeriod } from '../read-period.js';

/** Points of the map: more are no clearer, and each is embedded. */
const POINTS = { least: 50, most: 1_500, byDefault: 600 };

export const map = evidenceKind({
  summary:
    'Examples, recent traffic whose text was kept, and kinds of requests that no route covers, on the plane on which the routes lie apart. Needs an encoder.',
  response: 'RoutesMap',
  needsRecords: false,
  parameters: [
    ...PERIOD_PARAMETERS,
    queryParameter(
      'limit',
      'integer',
      `Most points, examples and traffic together, ${POINTS.least} to ${POINTS.most}. Default ${POINTS.byDefault}.`,
    ),
  ],
  read(query, now) {
    const filter = readPeriod(query, now);
    if (!filter.ok) return filter;
    const limit = readWhole('limit', query['limit'], POINTS);
    return limit.ok ? ok({ filter: filter.value, limit: limit.value }) : limit;
  },
  async answer(asked, { store, registry, embed }) {
    const law = registry();
    if (law === undefined) return REGISTRY_INVALID;
    const { routesMap } = await import('../routes-map.js');
    return ok(await routesMap({ ...asked, registry: law, embed: await embed(), store }));
  },
});
