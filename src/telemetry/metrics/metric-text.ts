/**
 * Prometheus' text format from that of OpenMetrics, for scrapers that do not know the newer one. Differences:
 * OpenMetrics names a counter without `_total`, has exemplars, and tells its end.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 *
 * @param openMetrics as prom-client writes it
 */
export function toPlainText(openMetrics: string): string {
  const counters = new Set<string>();
  for (const [, name = ''] of openMetrics.matchAll(/^# TYPE (\S+) counter$/gm)) counters.add(name);
  return openMetrics
    .replace(/^# (HELP|TYPE) (\S+)/gm, (line, _kind, name: string) =>
      counters.has(name) ? `${line}_total` : line,
    )
    .replace(/ # \{trace_id="[\da-f]*"\} \S+ \S+$/gm, '')
    .replace(/# EOF\n$/, '');
}

const OPEN_METRICS = 'application/openmetrics-text';
/** Media ranges that take plain text. */
const PLAIN = ['text/plain', 'text/*', '*/*'];

/**
 * Whether a scraper prefers OpenMetrics.
 *
 * @param accept RFC 9110, section 12.5.1; absent: anything will do
 */
export function prefersOpenMetrics(accept: string | undefined): boolean {
  const ranges = (accept ?? '').split(',').map(readRange);
  const weightOf = (types: readonly string[]): number =>
    Math.max(0, ...ranges.filter(({ type }) => types.includes(type)).map(({ weight }) => weight));
  const open = weightOf([OPEN_METRICS]);
  return open > 0 && open >= weightOf(PLAIN);
}

function readRange(text: string): { readonly type: string; readonly weight: number } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { type, weight: weight === undefined ? 1 : Number(weight) || 0 };
}
