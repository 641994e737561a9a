import { bars, heading, lines } from './panel.mjs';
import { inRange, rate, select } from './query.mjs';

const HOUR = 3600;

/** What answers cost, and what routing saves. Requests whose tokens nobody counted cost nothing here. */
export function moneyPanels(m) {
  const usd = (title, spec) => lines({ title, width: 8, height: 8, unit: 'currencyUSD', ...spec });
  const anHour = (expr) => `${HOUR} * ${expr}`;
  const everywhere = true;
  const against = (baseline) => ({
    expr: `${inRange(m.baseline, { where: `baseline="${baseline}"`, everywhere })} - ${inRange(m.cost, { everywhere })}`,
    legend: `against the ${baseline} model`,
  });
  const priced = `(${rate(m.requests, { where: 'status="2xx"', everywhere })} - (${rate(m.uncounted, { everywhere })} or vector(0)))`;
  return [
    heading('Money'),
    usd('Cost by model', {
      ...{ description: 'US dollars an hour, rejected answers included.', stack: true, min: 0 },
      queries: [{ expr: anHour(rate(m.cost, { by: ['model'] })), legend: '{{model}}', exemplar: true }],
    }),
    usd('Cost by route', {
      ...{ description: 'US dollars an hour, rejected answers included.', stack: true, min: 0 },
      queries: [{ expr: anHour(rate(m.cost, { by: ['route'] })), legend: '{{route}}' }],
    }),
    bars({
      ...{ title: 'Saved', width: 8, height: 8, unit: 'currencyUSD', thresholds: { red: null, green: 0 } },
      description:
        'In what the dashboard shows, at the same tokens, over all routes. What another model would have written only the control group tells: dragoman report.',
      queries: [
        ...['strongest', 'default'].map((baseline) => against(baseline)),
        { expr: `sum by (baseline) (${select(m.saved)})`, legend: 'since the start, against {{baseline}}' },
      ],
    }),
    usd('Cost a request', {
      description: 'Mean of requests with a known cost. Twice that of the week before: DragomanCostAnomaly.',
      min: 0,
      queries: [{ expr: `${rate(m.cost, { everywhere })} / ${priced}`, legend: 'cost' }],
    }),
    usd('Wasted by route', {
      description: 'US dollars an hour for answers that the gate rejected; a part of the cost.',
      min: 0,
      queries: [{ expr: anHour(rate(m.wastedUsd, { by: ['route'] })), legend: '{{route}}' }],
    }),
    usd('Requests without a cost', {
      description:
        'Share of good answers whose tokens nobody counted. Clients that stream chats should ask for stream_options.include_usage.',
      ...{ unit: 'percentunit', min: 0, max: 1, thresholds: { yellow: 0.05 } },
      queries: [
        {
          expr: `${rate(m.uncounted, { by: ['model'] })} / ${rate(m.requests, { by: ['model'], where: 'status="2xx"' })}`,
          legend: '{{model}}',
        },
      ],
    }),
  ];
}
