import { LABELS, type MetricLabel } from '../../src/telemetry/metrics/metric-labels.js';
import { METRICS } from '../../src/telemetry/metrics/metric-names.js';
import type { MetricSpec } from '../../src/telemetry/metrics/metric-spec.js';

const ROWS: readonly MetricSpec[] = Object.values(METRICS);

/** Series that Prometheus makes itself. */
const OF_PROMETHEUS = ['up', 'ALERTS'];

/** A name in front of a selector, of a range, or by itself; no function, keyword or label. */
const SERIES = /(?<![\w:"$.])([a-zA-Z_:][\w:]*)(?![\w:])(\{[^}]*\})?(?!\s*\()/g;
const KEYWORDS = ['and', 'or', 'unless', 'bool', 'offset', 'by', 'without', 'on', 'ignoring'];
const GROUPINGS = /\b(?:by|without|on|ignoring|group_left|group_right)\b\s*(?:\([^)]*\))?/g;

/**
 * What is wrong with the series that a query names: unknown metrics, and labels or values that a metric does not have.
 *
 * @param recorded names of series that rules record
 */
export function problemsOfQuery(query: string, recorded: ReadonlySet<string> = new Set()): readonly string[] {
  const bare = query.replace(GROUPINGS, ' ').replace(/\[[^\]]*\]/g, ' ');
  return [...bare.matchAll(SERIES)].flatMap(([, name = '', selector]) => {
    if (KEYWORDS.includes(name) || OF_PROMETHEUS.includes(name) || recorded.has(name)) return [];
    if (/^\d/.test(name)) return [];
    const row = rowOf(name);
    return row === undefined ? [`${name} is no metric`] : problemsOfSelector(row, name, selector ?? '');
  });
}

/** Names that a histogram's series have stand for it. */
function rowOf(name: string): MetricSpec | undefined {
  return ROWS.find((row) =>
    row.type === 'histogram'
      ? ['_bucket', '_count', '_sum'].some((suffix) => name === row.name + suffix)
      : name === row.name,
  );
}

function problemsOfSelector(row: MetricSpec, name: string, selector: string): readonly string[] {
  const known: readonly string[] = ['namespace', 'job', 'instance', ...row.labels];
  return [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"/g)].flatMap(
    ([, label = '', value = '']) => {
      if (label === 'le')
        return name.endsWith('_bucket') && isBound(row, value) ? [] : [`${name} has no ${label}="${value}"`];
      if (!known.includes(label)) return [`${name} has no label ${label}`];
      const values = valuesOf(label);
      // An empty value stands for a label that is not there.
      if (values === undefined || value === '' || value.startsWith('$')) return [];
      return value
        .split('|')
        .filter((one) => !values.includes(one))
        .map((one) => `${name} has no ${label}="${one}"`);
    },
  );
}

/** A label's closed set; `undefined` for one that is bounded by the registry. */
function valuesOf(label: string): readonly string[] | undefined {
  const labels: Readonly<Record<string, MetricLabel>> = LABELS;
  const known = labels[label];
  return known !== undefined && 'values' in known ? known.values : undefined;
}

function isBound({ buckets = [] }: MetricSpec, value: string): boolean {
  return value === '+Inf' || buckets.map(String).includes(value);
}
