import type { Estimate } from '../../../../lab/metrics/moments.js';
import type { RouteDay } from '../../../api/evidence.js';
import type { Unit } from '../../charts/format-value.js';

export type QualityMetricName = 'succeeded' | 'passed' | 'liked' | 'cost' | 'escalated' | 'margin';

/** What is followed over time. */
export interface QualityMetric {
  readonly name: QualityMetricName;
  readonly title: string;
  readonly axis: string;
  readonly unit: Unit;
  /** 1 to 8 of the palette. */
  readonly colour: number;
  /** What to think when it moves. */
  readonly meaning: string;
  readonly pointOf: (day: RouteDay) => Estimate | null;
}

const PER_THOUSAND = 1000;

export const QUALITY_METRICS: readonly QualityMetric[] = [
  {
    ...{ name: 'succeeded', title: 'Succeeded', axis: '% of requests', unit: 'share', colour: 3 },
    meaning: 'Requests with a status below 400. When it falls on one route alone, look at its model.',
    pointOf: ({ succeeded }) => succeeded,
  },
  {
    ...{ name: 'passed', title: 'Passed the gate', axis: '% of judged answers', unit: 'share', colour: 1 },
    meaning:
      'Answers that the gate let through. When it falls and the margin does not: good route, bad model.',
    pointOf: ({ passed }) => passed,
  },
  {
    ...{ name: 'liked', title: 'Content', axis: '% of opinions', unit: 'share', colour: 4 },
    meaning: 'Opinions that were content: thumbs, and questions that were not asked again.',
    pointOf: ({ liked }) => liked,
  },
  {
    ...{ name: 'cost', title: 'Cost', axis: 'US$ per 1,000 requests', unit: 'usd', colour: 2 },
    meaning: 'What a thousand requests cost, thrown away answers included.',
    pointOf: ({ cost }) => (cost === null ? null : timesThousand(cost)),
  },
  {
    ...{ name: 'escalated', title: 'Left a tier', axis: '% of cascades', unit: 'share', colour: 5 },
    meaning: 'Cascades whose first answer was refused. When it rises, the first tier is paid for nothing.',
    pointOf: ({ escalated }) => escalated,
  },
  {
    ...{ name: 'margin', title: 'Margin', axis: 'mean margin, 0 to 1', unit: 'fraction', colour: 7 },
    meaning:
      'How far the route was ahead of the next. When it falls and answers stay good: good model, bad route.',
    pointOf: ({ margin }) => margin,
  },
];

function timesThousand({ value, low, high }: Estimate): Estimate {
  return { value: value * PER_THOUSAND, low: Math.max(0, low * PER_THOUSAND), high: high * PER_THOUSAND };
}
