// PromQL over the rows of src/telemetry/metrics/metric-names.ts. Ratios of rates, so that nothing depends on the step.

/** What the viewer chose, of each label that a metric may have. */
const CHOSEN = { route: '$route', model: '$model', gen_ai_response_model: '$model' };

/**
 * @typedef {object} Choice
 * @property {readonly string[]} [by] labels to sum by
 * @property {string} [where] further matchers, such as `layer!="llm"`
 * @property {boolean} [everywhere] whether the chosen route and model do not matter
 * @property {string} [window] in place of Grafana's rate interval
 */

/** A selector of the metric in what the viewer chose. */
export function select({ name, labels }, { where, everywhere = false } = {}, suffix = '') {
  const chosen = everywhere ? [] : labels.filter((label) => label in CHOSEN);
  const matchers = [
    'namespace=~"$namespace"',
    'job=~"$job"',
    ...chosen.map((label) => `${label}=~"${CHOSEN[label]}"`),
    ...(where === undefined ? [] : [where]),
  ];
  return `${name}${suffix}{${matchers.join(', ')}}`;
}

/** Occurrences a second of a counter or of what a histogram counts. @param {Choice} [choice] */
export function rate(metric, choice = {}) {
  return summed('rate', metric, choice, metric.type === 'histogram' ? '_count' : '');
}

/** The same over all of what the dashboard shows. @param {Choice} [choice] */
export function inRange(metric, choice = {}) {
  return summed('increase', metric, { window: '$__range', ...choice }, '');
}

/** The mean of what a histogram counts. @param {Choice} [choice] */
export function mean(metric, choice = {}) {
  return `${summed('rate', metric, choice, '_sum')} / ${summed('rate', metric, choice, '_count')}`;
}

/** The sum of what a histogram counts, a second. @param {Choice} [choice] */
export function sumRate(metric, choice = {}) {
  return summed('rate', metric, choice, '_sum');
}

/** Share of what a histogram counts that is no more than one of its bounds. @param {Choice} [choice] */
export function shareUpTo(bound, metric, choice = {}) {
  const where = [choice.where, `le="${bound}"`].filter((part) => part !== undefined).join(', ');
  return `${summed('rate', metric, { ...choice, where }, '_bucket')} / ${summed('rate', metric, choice, '_count')}`;
}

/** @param {number} q in [0, 1] @param {Choice} [choice] */
export function quantile(q, metric, choice = {}) {
  return `histogram_quantile(${q}, ${buckets(metric, choice)})`;
}

/** How a histogram's buckets fill. @param {Choice} [choice] */
export function buckets(metric, choice = {}) {
  return summed('rate', metric, { ...choice, by: [...(choice.by ?? []), 'le'] }, '_bucket');
}

function summed(function_, metric, choice, suffix) {
  const { by = [], window = '$__rate_interval' } = choice;
  const grouping = by.length === 0 ? '' : ` by (${by.join(', ')})`;
  return `sum${grouping} (${function_}(${select(metric, choice, suffix)}[${window}]))`;
}
