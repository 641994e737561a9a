import { CONSOLE_LINKS } from './links.mjs';
import { heading, lines, states } from './panel.mjs';
import { rate, select } from './query.mjs';

/** What comes in, and where it goes. */
export function trafficPanels(m) {
  const of = (title, spec) => lines({ title, width: 8, height: 8, min: 0, ...spec });
  const by = (title, label, description, links) =>
    of(title, {
      ...{ description, stack: true, unit: 'reqps', links },
      queries: [{ expr: rate(m.decisions, { by: [label] }), legend: `{{${label}}}` }],
    });
  const everywhere = true;
  return [
    heading('Traffic and decisions'),
    by('Decisions by route', 'route', 'none: no route decided. A click leads to them in the console.', [
      CONSOLE_LINKS.route,
    ]),
    by('Decisions by model chosen', 'model', 'Before failures and escalations, which other models answer.', [
      CONSOLE_LINKS.model,
    ]),
    by(
      'Decisions by layer',
      'layer',
      'The layer that ended the search, the cheapest first: pin, rules, cache, fast, similarity, llm; default: none did.',
    ),
    by('Decisions by reason', 'reason', 'What each means stands in docs/reasons.md.', [CONSOLE_LINKS.reason]),
    of('Fallbacks by cause', {
      description:
        'Shares of all decisions. low_margin and out_of_scope: the routes do not cover the traffic; encoder: it fails; ineligible: limits of models; upstream: a model failed. Together above 10 %: DragomanFallbackHigh.',
      unit: 'percentunit',
      thresholds: { red: 0.1 },
      queries: [
        {
          expr: `${rate(m.fallbacks, { by: ['cause'] })} / ignoring (cause) group_left ${rate(m.decisions, { everywhere })}`,
          legend: '{{cause}}',
        },
      ],
    }),
    of('Decision cache', {
      description:
        'Shares of all looks. A near hit is a request that reads alike; evicted: given up before its time, for want of room.',
      unit: 'percentunit',
      max: 1,
      queries: [
        {
          expr: `${rate(m.cacheLookups, { by: ['lookup'] })} / ignoring (lookup) group_left ${rate(m.cacheLookups)}`,
          legend: '{{lookup}}',
        },
        { expr: `${rate(m.cacheEvictions)} / ${rate(m.cacheLookups)}`, legend: 'evicted' },
      ],
    }),
    of('Refused requests', {
      description: 'Answered by Dragoman itself, by error code (docs/errors.md): mostly mistakes of clients.',
      unit: 'reqps',
      queries: [{ expr: rate(m.errors, { by: ['refused', 'code'] }), legend: '{{refused}} {{code}}' }],
    }),
    of('Undecided, failed, unreported', {
      description:
        "Undecided: Envoy's default route answered, as no decision came. Failed: conversations with Envoy that ended in an error of ours. End never reported: decided, and Envoy never said what became of it.",
      unit: 'reqps',
      queries: [
        { expr: rate(m.undecided, { by: ['status'] }), legend: 'undecided, {{status}}' },
        { expr: rate(m.processingFailures), legend: 'failed' },
        { expr: rate(m.unreported), legend: 'end never reported' },
      ],
    }),
    of('Small model asked for routes', {
      description:
        'Requests in doubt, by what became of the question. cached, budget, breaker and absent were not sent.',
      unit: 'reqps',
      queries: [{ expr: rate(m.llmQuestions, { by: ['answer'] }), legend: '{{answer}}' }],
    }),
    of('Requests that want the small model', {
      description: 'Share of the last five minutes. Beyond maxShare (5 % by default) nobody is asked.',
      unit: 'percentunit',
      thresholds: { red: 0.05 },
      queries: [{ expr: `max by (job) (${select(m.llmShare)})`, legend: '{{job}}' }],
    }),
    of('Turns of conversations', {
      description:
        'kept: a conversation stayed with its model, whose prefix cache is warm; switched: it did not.',
      unit: 'reqps',
      queries: [{ expr: rate(m.conversations, { by: ['turn'] }), legend: '{{turn}}' }],
    }),
    states({
      ...{ title: 'Small model', width: 8, height: 8 },
      description:
        'left alone: it failed so often that it is not asked for a while; requests in doubt get the default model.',
      values: { 0: ['asked', 'green'], 1: ['left alone', 'red'] },
      queries: [{ expr: `max by (job) (${select(m.llmBreaker)})`, legend: '{{job}}' }],
    }),
  ];
}
