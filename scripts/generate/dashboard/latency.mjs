import { heading, heatmap, lines } from './panel.mjs';
import { buckets, quantile, rate } from './query.mjs';

/** How long it takes, us and the models. The dots are exemplars: each leads to a trace. */
export function latencyPanels(m) {
  const seconds = (title, spec) => lines({ title, width: 8, height: 8, unit: 's', min: 0, ...spec });
  const quantiles = (metric, by = []) =>
    [0.5, 0.99].map((q) => ({
      expr: quantile(q, metric, { by }),
      legend: [`p${q * 100}`, ...by.map((label) => `{{${label}}}`)].join(' '),
      exemplar: metric.hasExemplars === true,
    }));
  const byModel = ['gen_ai_response_model'];
  return [
    heading('Latency'),
    seconds('Decisions', {
      description: 'From the first byte of our work to the decision. Above 250 ms: DragomanDecisionsSlow.',
      thresholds: { red: 0.25 },
      queries: quantiles(m.decisionDuration),
    }),
    heatmap({
      ...{ title: 'Decisions, all of them', width: 8, height: 8, unit: 's' },
      description:
        'The lowest band is rules and the cache, the next the fast head, the one above the encoder.',
      queries: [{ expr: buckets(m.decisionDuration), exemplar: true }],
    }),
    seconds('Layers, p99', {
      description: 'Of the requests for which each layer ran.',
      queries: [{ expr: quantile(0.99, m.layerDuration, { by: ['signal'] }), legend: '{{signal}}' }],
    }),
    seconds('Encoder', {
      description: 'Until a text had its embedding, its wait in the queue included.',
      queries: quantiles(m.encoderDuration),
    }),
    seconds('Time to the first byte, by model', {
      description: 'Of streamed answers, from the first byte of the request at Envoy.',
      queries: quantiles(m.firstChunk, byModel),
    }),
    seconds('Whole answers, by model', {
      description:
        'From the first byte of the request at Envoy to the end; retries and escalations are in it.',
      queries: quantiles(m.operationDuration, byModel),
    }),
    seconds('Gate', {
      description: 'Our own time to judge an answer, without the wait for a verifier.',
      queries: quantiles(m.gateDuration),
    }),
    seconds('Small model, time to answer', {
      description: 'Of questions that were answered; these requests wait for it.',
      queries: quantiles(m.llmDuration),
    }),
    seconds('Tokens of the small model, a second', {
      description: 'Of questions about routes and of their answers: what the question costs.',
      unit: 'short',
      queries: [{ expr: rate(m.llmTokens), legend: 'tokens' }],
    }),
  ];
}
