import { stat } from './panel.mjs';
import { inRange, quantile, rate, select } from './query.mjs';

/** Whether all is well, in one line. */
export function overviewPanels(m) {
  const of = (title, spec) => stat({ title, width: 3, height: 4, ...spec });
  const everywhere = true;
  return [
    of('Requests', {
      description: 'Decisions a second.',
      unit: 'reqps',
      queries: [{ expr: rate(m.decisions) }],
    }),
    of('Fallbacks', {
      description:
        'Requests for which routing did not find its model. Above 10 % the routes do not cover the traffic, or the encoder fails.',
      unit: 'percentunit',
      thresholds: { yellow: 0.05, red: 0.1 },
      queries: [{ expr: `(${rate(m.fallbacks)} or vector(0)) / ${rate(m.decisions, { everywhere })}` }],
    }),
    of('Failed answers', {
      description: "Answers with 5xx, by Envoy's report, after retries and fallbacks.",
      unit: 'percentunit',
      thresholds: { yellow: 0.01, red: 0.05 },
      queries: [
        { expr: `(${rate(m.requests, { where: 'status="5xx"' })} or vector(0)) / ${rate(m.requests)}` },
      ],
    }),
    of('Undecided', {
      description: "Requests that Envoy's default route answered while nobody decided.",
      unit: 'percentunit',
      thresholds: { yellow: 0.001, red: 0.01 },
      queries: [
        {
          expr: `(${rate(m.undecided)} or vector(0)) / (${rate(m.requests, { everywhere })} + (${rate(m.undecided)} or vector(0)))`,
        },
      ],
    }),
    of('Decision, p99', {
      description: 'One decision in a hundred takes longer. The encoder has 250 ms by default.',
      unit: 's',
      thresholds: { yellow: 0.1, red: 0.25 },
      queries: [{ expr: quantile(0.99, m.decisionDuration) }],
    }),
    of('Saved', {
      description:
        'In what the dashboard shows, against the strongest model with the same tokens. Less than nothing: routing costs more.',
      unit: 'currencyUSD',
      thresholds: { red: null, green: 0 },
      queries: [
        {
          expr: `${inRange(m.baseline, { where: 'baseline="strongest"', everywhere })} - ${inRange(m.cost, { everywhere })}`,
        },
      ],
    }),
    of('Models down', {
      description: 'Every server of theirs is ejected, or their circuit breaker is open.',
      thresholds: { red: 1 },
      queries: [{ expr: `count(max by (model) (${select(m.modelUp)}) == 0) or vector(0)` }],
    }),
    of('Alerts', {
      description: 'Alerts of deploy/prometheus/rules.yaml that fire. Each is a heading of docs/runbook.md.',
      thresholds: { red: 1 },
      queries: [{ expr: 'count(ALERTS{alertname=~"Dragoman.+", alertstate="firing"}) or vector(0)' }],
    }),
  ];
}
