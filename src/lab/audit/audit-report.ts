import type { AnswerComparison } from '../../record/comparison.js';
import type { Estimate } from '../metrics/moments.js';
import { estimateShare } from '../metrics/share-estimate.js';
import type { Audited } from './run-audit.js';

/** How often a route's requests went to too weak a model. */
export interface RouteAudit {
  /** `null`: no route decided. */
  readonly route: string | null;
  readonly judged: number;
  /** Judged the better in both orders. */
  readonly reference: number;
  readonly model: number;
  readonly tie: number;
  /** Share for which the reference was better, with Wilson's 95 % interval; `null` where nothing was judged. */
  readonly misrouted: Estimate | null;
}

export interface AuditReport {
  readonly all: RouteAudit;
  /** Most judged first. */
  readonly routes: readonly RouteAudit[];
  /** What went wrong, and how often. */
  readonly failures: readonly { readonly message: string; readonly count: number }[];
  /** US dollars of the judged ones: both answers and the judge. */
  readonly costUsd: number;
}

export function auditReport(audited: readonly Audited[]): AuditReport {
  const byRoute = new Map<string | null, AnswerComparison[]>();
  const failures = new Map<string, number>();
  for (const { record, result } of audited) {
    if (!result.ok) {
      const { message } = result.problem;
      failures.set(message, (failures.get(message) ?? 0) + 1);
      continue;
    }
    const own = byRoute.get(record.route) ?? [];
    own.push(result.value);
    byRoute.set(record.route, own);
  }
  const all = [...byRoute.values()].flat();
  return {
    all: routeAudit(null, all),
    routes: [...byRoute]
      .map(([route, comparisons]) => routeAudit(route, comparisons))
      .sort((a, b) => b.judged - a.judged),
    failures: [...failures].map(([message, count]) => ({ message, count })).sort((a, b) => b.count - a.count),
    costUsd: all.reduce((sum, { costUsd }) => sum + costUsd, 0),
  };
}

function routeAudit(route: string | null, comparisons: readonly AnswerComparison[]): RouteAudit {
  const count = (side: AnswerComparison['preferred']): number =>
    comparisons.filter(({ preferred }) => preferred === side).length;
  const [judged, reference] = [comparisons.length, count('reference')];
  return {
    ...{ route, judged, reference, model: count('model'), tie: count('tie') },
    misrouted: estimateShare(reference, judged) ?? null,
  };
}
