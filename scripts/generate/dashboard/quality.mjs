import { CONSOLE_LINKS } from './links.mjs';
import { bars, heading, heatmap, lines } from './panel.mjs';
import { buckets, inRange, mean, rate, select, shareUpTo } from './query.mjs';

/** Whether the routes are sure, and the answers good. A bad route shows in the first line, a bad model in the second. */
export function qualityPanels(m) {
  const share = (title, spec) =>
    lines({ ...{ title, width: 8, height: 8, unit: 'percentunit', min: 0, max: 1 }, ...spec });
  const byRoute = { by: ['route'] };
  return [
    heading('Quality'),
    share('Mean margin by route', {
      description:
        'Lead of the most probable route over the next one, of requests that were compared. One route that falls: its traffic changed, or another route came near.',
      links: [CONSOLE_LINKS.route],
      queries: [{ expr: mean(m.margin, byRoute), legend: '{{route}}' }],
    }),
    share('Low margins by route', {
      description:
        'Share of requests that lead the next route by less than 0.1. Above 20 %: DragomanLowMarginShare.',
      thresholds: { red: 0.2 },
      links: [CONSOLE_LINKS.route],
      queries: [{ expr: shareUpTo(0.1, m.margin, byRoute), legend: '{{route}}' }],
    }),
    share('Mean confidence by route', {
      description: 'Calibrated probability of the most probable route, whether it decided or not.',
      queries: [{ expr: mean(m.confidence, byRoute), legend: '{{route}}' }],
    }),
    share('Gate score by model', {
      description:
        "Mean probability that a tier's answer is good. A bad model falls here on every route; with one bad route, others hold.",
      links: [CONSOLE_LINKS.model],
      queries: [{ expr: mean(m.gateScore, { by: ['model'] }), legend: '{{model}}' }],
    }),
    share('Rejected answers by route', {
      description: 'Share of the answers that the gate saw which it sent on to the next tier.',
      queries: [
        { expr: `${rate(m.escalations, byRoute)} / ${rate(m.verdicts, byRoute)}`, legend: '{{route}}' },
      ],
    }),
    share('Verdicts', {
      description: 'Answers that the gate saw. unjudged: an error of the model, or what nobody can read.',
      ...{ unit: 'reqps', max: undefined, stack: true },
      queries: [{ expr: rate(m.verdicts, { by: ['model', 'verdict'] }), legend: '{{model}} {{verdict}}' }],
    }),
    heatmap({
      ...{ title: 'Margins', width: 8, height: 8, unit: 'percentunit' },
      description: 'Of all requests that were compared.',
      queries: [{ expr: buckets(m.margin) }],
    }),
    bars({
      ...{ title: 'Held against answers', width: 8, height: 8 },
      description: 'By the gate, in what the dashboard shows; docs/reasons.md says what each means.',
      queries: [
        {
          expr: `sort_desc(${inRange(m.gateReasons, { by: ['held_against'] })} > 0)`,
          legend: '{{held_against}}',
        },
      ],
    }),
    share('Thrashing cascades', {
      description: 'Routes whose first tier costs more than it saves, over the last 200 judged answers.',
      unit: 'none',
      queries: [{ expr: `max by (route) (${select(m.thrashing)})`, legend: '{{route}}' }],
    }),
  ];
}
