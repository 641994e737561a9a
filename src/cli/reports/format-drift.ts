import type { DriftFinding } from '../../lab/drift/drift-finding.js';
import { METRIC_TRAITS } from '../../lab/drift/drift-metric.js';
import type { DriftReport, MinedRoute } from '../../lab/drift/find-drift.js';
import type { OutputStyle } from '../output/output-style.js';
import { percent } from './figures.js';
import type { Paint } from '../output/paint.js';
import { type Section, sectionsAsText } from './render-sections.js';

/** What `drift` found, for people. */
export function formatDrift(report: DriftReport, style: Pick<OutputStyle, 'paint' | 'width'>): string {
  const { reference, window, alpha, tested, tooFew, texts } = report;
  const head: Section = {
    title: `${window.records} records from ${window.from} to ${window.until}, against ${reference.records} from ${reference.from} on`,
    table: [],
    notes: [
      `${tested} streams tested, ${tooFew} have too few records; a false alarm has a chance of at most ${percent(alpha)} % a run`,
      texts === 0
        ? 'no texts: distances and clusters need a registry, an encoder, and records that keep text'
        : `${texts} prompts embedded`,
    ],
  };
  const sections = [
    head,
    findingSection(report.findings, style.paint),
    ...report.clusters.map(clusterSection),
  ];
  return sectionsAsText(sections, style);
}

function findingSection(findings: readonly DriftFinding[], paint: Paint): Section {
  if (findings.length === 0) return { title: 'Nothing has moved', table: [], notes: [] };
  const head = ['severity', 'route', 'what', 'rule', 'before', 'now', 'records', 'p', 'found'];
  return {
    title: `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`,
    table: [head, ...findings.map((finding) => findingRow(finding, paint))],
    notes: adviceLines(findings),
  };
}

function findingRow(
  { severity, route, metric, rule, before, now, p, foundAt }: DriftFinding,
  paint: Paint,
): string[] {
  const show = (mean: number): string =>
    METRIC_TRAITS[metric].isRate ? `${percent(mean)} %` : mean.toFixed(3);
  return [
    ...[
      severity === 'high' ? paint.bad(severity) : severity,
      route ?? 'all',
      metric.replaceAll('_', ' '),
      rule === 'two_points' ? 'two points' : rule,
    ],
    ...[show(before.mean), show(now.mean), `${before.records}, ${now.records}`],
    ...[p === null ? '-' : p.toExponential(0), foundAt?.slice(0, 16).replace('T', ' ') ?? '-'],
  ];
}

/** Each advice once, with what it is about. */
function adviceLines(findings: readonly DriftFinding[]): string[] {
  const about = new Map<string, Set<string>>();
  for (const { advice, route, metric } of findings) {
    const names = about.get(advice) ?? new Set();
    about.set(advice, names.add(`${route ?? 'all'} ${metric.replaceAll('_', ' ')}`));
  }
  return [...about].map(([advice, names]) => `${[...names].join(', ')}: ${advice}`);
}

function clusterSection({
  name,
  requests,
  distinct,
  cohesion,
  words,
  nearest,
  document,
}: MinedRoute): Section {
  const near =
    nearest === undefined
      ? 'no route has examples'
      : `nearest route ${nearest.route}, cosine ${nearest.cosine.toFixed(2)}`;
  return {
    title: `No route covers: ${name}`,
    table: [],
    notes: [
      `${requests} sampled requests, ${distinct} distinct; cohesion ${cohesion.toFixed(2)}; ${near}`,
      `words: ${words.join(', ') || '-'}`,
      '',
      ...document.trimEnd().split('\n'),
    ],
  };
}
