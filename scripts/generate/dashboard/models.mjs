import { CONSOLE_LINKS } from './links.mjs';
import { heading, lines, states } from './panel.mjs';
import { mean, rate, select, sumRate } from './query.mjs';

/** How the models are. */
export function modelPanels(m) {
  const of = (title, spec) => lines({ title, width: 8, height: 8, min: 0, ...spec });
  const byModel = { by: ['model'] };
  const byAnswering = ['gen_ai_response_model', 'gen_ai_token_type'];
  return [
    heading('Models'),
    states({
      ...{ title: 'Health', width: 8, height: 8 },
      description:
        'What Envoy knows: down when every server is ejected, or the circuit breaker is open. Nothing is shown while nothing is known.',
      values: { 0: ['down', 'red'], 1: ['up', 'green'] },
      queries: [{ expr: `max by (model) (${select(m.modelUp)})`, legend: '{{model}}' }],
    }),
    of('Requests by the model that answered', {
      description: 'After failures and escalations.',
      ...{ unit: 'reqps', stack: true, links: [CONSOLE_LINKS.model] },
      queries: [{ expr: rate(m.requests, byModel), legend: '{{model}}' }],
    }),
    of('Failed answers by model', {
      description: 'Share of its answers that clients got as 5xx. Above 5 %: DragomanModelFailing.',
      ...{ unit: 'percentunit', max: 1, thresholds: { red: 0.05 }, links: [CONSOLE_LINKS.model] },
      queries: [
        {
          expr: `${rate(m.requests, { ...byModel, where: 'status="5xx"' })} / ${rate(m.requests, byModel)}`,
          legend: '{{model}}',
        },
      ],
    }),
    of('Tokens a second', {
      description: 'Of delivered answers and their prompts, as the models counted them.',
      queries: [
        {
          expr: sumRate(m.tokenUsage, { by: byAnswering }),
          legend: '{{gen_ai_response_model}} {{gen_ai_token_type}}',
        },
      ],
    }),
    of('Tokens a request', {
      description: 'Means. Answers that grow cost more, on every route of the model.',
      queries: [
        {
          expr: mean(m.tokenUsage, { by: byAnswering }),
          legend: '{{gen_ai_response_model}} {{gen_ai_token_type}}',
          exemplar: true,
        },
      ],
    }),
    of('Tokens thrown away, a second', {
      description: 'Of answers that the gate rejected, by the tier that gave them.',
      queries: [{ expr: rate(m.wastedTokens, byModel), legend: '{{model}}' }],
    }),
  ];
}
