import type { DriftFinding, Severity } from '../../../../lab/drift/drift-finding.js';
import type { DriftMetric } from '../../../../lab/drift/drift-metric.js';
import { formatMoment, formatValue, type Unit } from '../../charts/format-value.js';

interface MetricWords {
  readonly title: string;
  readonly unit: Unit;
}

export const METRIC_WORDS: Readonly<Record<DriftMetric, MetricWords>> = {
  margin: { title: 'Margin', unit: 'fraction' },
  confidence: { title: 'Confidence', unit: 'fraction' },
  out_of_scope: { title: 'Out of scope', unit: 'share' },
  escalation: { title: 'Left a tier', unit: 'share' },
  reask: { title: 'Asked again', unit: 'share' },
  disliked: { title: 'Disliked', unit: 'share' },
  distance: { title: 'Distance', unit: 'plain' },
};

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  high: 'grave',
  medium: 'matters',
  low: 'slight',
  info: 'better',
};

/** What moved, in one route: both rules may have found the same. */
export interface Movement {
  readonly finding: DriftFinding;
  readonly rules: readonly DriftFinding['rule'][];
}

/** One movement for each route and metric, told by the sequential rule where it found it; in the order of the findings. */
export function movementsOf(findings: readonly DriftFinding[]): Movement[] {
  const found = new Map<string, DriftFinding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.route, finding.metric]);
    found.set(key, [...(found.get(key) ?? []), finding]);
  }
  return [...found.values()].flatMap((same) => {
    const finding = same.find(({ rule }) => rule === 'sequential') ?? same[0];
    return finding === undefined ? [] : [{ finding, rules: same.map(({ rule }) => rule) }];
  });
}

/** `Margin fell from 0.512 to 0.441`. */
export function sentenceOf({ metric, before, now }: DriftFinding): string {
  const { title, unit } = METRIC_WORDS[metric];
  const verb = now.mean > before.mean ? 'rose' : 'fell';
  return `${title} ${verb} from ${formatValue(before.mean, unit)} to ${formatValue(now.mean, unit)}`;
}

/** How sure that is, and since when. */
export function evidenceOf({ finding: { p, foundAt }, rules }: Movement): string {
  const parts = [
    foundAt === null ? '' : `noticed ${formatMoment(foundAt)} UTC`,
    p === null ? '' : `p ${p < 0.001 ? 'below 0.001' : p.toFixed(3)}, however often one looks`,
    rules.includes('two_points') ? 'two points more than the week before' : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** The name of a finding's route. */
export function routeWords(route: string | null): string {
  return route ?? 'All requests';
}
