import type { Hints, RouteHint } from '../../config/hints.js';
import type { DriftFinding } from './drift-finding.js';

/**
 * The routes that decay: those with a finding that is `medium` or `high`, and that is about requests which they answer: one
 * out of scope is answered by the default model. A route that was hinted before stays so until
 * the registry changes, since a higher tier hides what was wrong with the lower one.
 *
 * @param before hints that were written last; those for another registry are dropped
 */
export function hintsOf(
  findings: readonly DriftFinding[],
  {
    registry,
    writtenAt,
    before,
  }: { readonly registry: string; readonly writtenAt: string; readonly before?: Hints },
): Hints {
  const old = Object.entries(before?.routes ?? {}).filter(([, hint]) => hint.registry === registry);
  const routes = new Map<string, RouteHint>(old);
  for (const { route, metric, severity } of findings) {
    const isGrave = severity === 'high' || severity === 'medium';
    if (route === null || metric === 'out_of_scope' || !isGrave) continue;
    const { since = writtenAt, why = [] } = routes.get(route) ?? {};
    routes.set(route, { since, why: [...new Set([...why, metric])], registry });
  }
  const sorted = [...routes].sort(([a], [b]) => (a < b ? -1 : 1));
  return { hints: 1, writtenAt, routes: Object.fromEntries(sorted) };
}
