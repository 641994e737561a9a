import type { AuditReport, RouteAudit } from '../../lab/audit/audit-report.js';
import type { AuditSample } from '../../lab/audit/audit-sample.js';
import { alignColumns } from '../output/align-columns.js';

/** What an audit is going to do, for people. */
export function formatAuditPlan(
  { records, seen, routed, askable }: AuditSample,
  expectedUsd: number,
  { judge, reference }: { readonly judge: string; readonly reference: string },
): string {
  return [
    `${seen} records; of them ${routed} were routed to another model than ${reference}, and ${askable} of these can be asked again`,
    `(their text was kept, and they have no tools and no images)`,
    `asking ${records.length} of the same model and of ${reference}; ${judge} judges; expected cost $${expectedUsd.toFixed(4)}`,
    '',
  ].join('\n');
}

/** What an audit found, for people. */
export function formatAudit({ all, routes, failures, costUsd }: AuditReport, asked: number): string {
  const head = ['route', 'judged', 'reference better', 'tie', 'model better', 'mis-routed %', '95 %'];
  const rows = [...routes.map((route) => row(route.route ?? 'none', route)), row('all', all)];
  return [
    '',
    ...alignColumns([head, ...rows]),
    '',
    `judged ${all.judged} of ${asked}; cost $${costUsd.toFixed(4)}`,
    ...failures.map(({ message, count }) => `not judged, ${count}: ${message}`),
    'mis-routed: share of the judged whose reference answer was better in both orders; interval by Wilson.',
    '',
  ].join('\n');
}

function row(name: string, { judged, reference, tie, model, misrouted }: RouteAudit): string[] {
  const percent = (value: number): string => (100 * value).toFixed(1);
  const counts = [judged, reference, tie, model].map(String);
  if (misrouted === null) return [name, ...counts, '-', '-'];
  const { value, low, high } = misrouted;
  return [name, ...counts, percent(value), `${percent(low)} to ${percent(high)}`];
}
