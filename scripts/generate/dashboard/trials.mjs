import { heading, lines } from './panel.mjs';
import { inRange, rate } from './query.mjs';

/** The arms of a trial, held against each other. Intervals stand in dragoman report and in the console. */
export function trialPanels(m) {
  const of = (title, spec) => lines({ title, width: 8, height: 8, min: 0, ...spec });
  const byArm = { by: ['arm'], window: '6h' };
  const finished = { ...byArm, where: 'status!="none"' };
  const good = { ...byArm, where: 'status=~"2xx|3xx"' };
  const content = { ...byArm, where: 'opinion="content"' };
  const clear = { ...byArm, where: 'opinion=~"content|discontent"' };
  return [
    heading('Trial arms'),
    of('Requests by arm', {
      description:
        'control: the control model answers; explored: chance chose; challenger: the registry of the experiment.',
      ...{ unit: 'reqps', stack: true },
      queries: [{ expr: rate(m.trialRequests, { by: ['arm'] }), legend: '{{arm}}' }],
    }),
    of('Success by arm', {
      description: 'Share of answers with 2xx or 3xx over 6 hours. See DragomanControlBetter.',
      ...{ unit: 'percentunit', max: 1 },
      queries: [
        {
          expr: `${inRange(m.trialRequests, good)} / ${inRange(m.trialRequests, finished)}`,
          legend: '{{arm}}',
        },
      ],
    }),
    of('Content by arm', {
      description:
        'Share of the opinions over 6 hours that are content: feedback, and what clients did next.',
      ...{ unit: 'percentunit', max: 1 },
      queries: [
        { expr: `${inRange(m.opinions, content)} / ${inRange(m.opinions, clear)}`, legend: '{{arm}}' },
      ],
    }),
    of('Cost a request, by arm', {
      description: 'Over 6 hours. The control group, at the control model, is what routing is held against.',
      unit: 'currencyUSD',
      queries: [
        { expr: `${inRange(m.trialUsd, byArm)} / ${inRange(m.trialRequests, finished)}`, legend: '{{arm}}' },
      ],
    }),
    of('Opinions', {
      description: 'By who has them; docs/feedback.md says how each is told.',
      unit: 'reqps',
      queries: [{ expr: rate(m.opinions, { by: ['source', 'opinion'] }), legend: '{{source}} {{opinion}}' }],
    }),
    of('Shadows and candidates', {
      description:
        'Copies sent to another model, pairs of answers compared, and what a candidate bundle would have decided.',
      unit: 'reqps',
      queries: [
        { expr: rate(m.shadowCopies, { by: ['copy'] }), legend: 'copies {{copy}}' },
        { expr: rate(m.shadowComparisons, { by: ['comparison'] }), legend: 'pairs {{comparison}}' },
        { expr: rate(m.challenges, { by: ['challenge'] }), legend: 'candidate {{challenge}}' },
      ],
    }),
  ];
}
