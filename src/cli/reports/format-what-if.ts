import type { Estimate } from '../../lab/metrics/moments.js';
import { ESTIMATORS, type OffPolicy } from '../../lab/whatif/estimate.js';
import type { Overlap } from '../../lab/whatif/overlap.js';
import { REWARDS } from '../../lab/whatif/reward.js';
import type { ActionFacts, RewardEstimate, WhatIf } from '../../lab/whatif/what-if.js';
import { alignColumns } from '../output/align-columns.js';

/** What a registry would have earned, for people. */
export function formatWhatIf({ registry, leftOut, replay, rewards }: WhatIf, inputs: string): string {
  return [
    `registry ${registry} on ${inputs}: ${replay.routed} requests routed again, ${leftOut} left out (no text, or refused)`,
    ...rewards.flatMap((reward) => ['', ...rewardLines(reward)]),
    '',
    'Intervals are 95 %, by the normal approximation with conversations as clusters; dr: ridge regression an action on the',
    'size and shape of the request and its route, cross-fitted. gain: against what the log earned, over all of its arms.',
    '',
  ].join('\n');
}

function rewardLines({ reward, unknown, actions, estimate }: RewardEstimate): string[] {
  const { definition, better, unit } = REWARDS[reward];
  return [
    `${reward} (${unit}, ${better} is better): ${definition}`,
    `  not known of ${unknown} requests`,
    ...(estimate.overlap.requests === 0 ? [] : overlapLines(estimate.overlap)),
    ...alignColumns(actionTable(actions)).map(indent),
    '',
    ...valueLines(estimate),
  ];
}

function overlapLines({ requests, conversations, matched, covered, ...weights }: Overlap): string[] {
  const { meanWeight, largestWeight, clipped, effective } = weights;
  const cut =
    clipped === null ? 'weights not clipped' : `${clipped.requests} weights clipped at ${clipped.at}`;
  return [
    `  ${matched} of ${requests} requests (${conversations} conversations) were done as it would; ${(100 * covered).toFixed(1)} % of its choices could have been`,
    `  worth ${effective.toFixed(1)} conversations; mean weight ${interval(meanWeight)}, largest ${short(largestWeight)}; ${cut}`,
  ];
}

function actionTable(actions: readonly ActionFacts[]): string[][] {
  const rows = actions.map(({ action, logged, wanted, known, mean }) => [
    action,
    String(logged),
    wanted.toFixed(wanted % 1 === 0 ? 0 : 1),
    String(known),
    mean === null ? '-' : short(mean),
  ]);
  return [['action', 'logged', 'would be', 'reward known', 'mean of the logged'], ...rows];
}

function valueLines({ overlap, logged, values }: OffPolicy): string[] {
  if (values === null) {
    return ['  not enough overlap:', ...overlap.faults.map((fault) => `  - ${fault}`)];
  }
  const rows = ESTIMATORS.map((name) => [name, interval(values[name].value), interval(values[name].gain)]);
  const table = [['', 'earned a request', 'gain'], ['as logged', interval(logged), '-'], ...rows];
  return alignColumns(table).map(indent);
}

function interval({ value, low, high }: Estimate): string {
  return `${short(value)} (${short(low)} to ${short(high)})`;
}

/** Four digits that count. */
function short(value: number): string {
  if (value === 0 || Number.isNaN(value)) return String(value);
  const isSmall = Math.abs(value) < 1e-3;
  return isSmall ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

function indent(line: string): string {
  return `  ${line}`;
}
