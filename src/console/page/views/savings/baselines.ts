import type { GroupSpending } from '../../../../lab/report/savings-report.js';
import type { Saving } from '../../../../lab/report/spending.js';

/** What the routed requests are held against. */
export type BaselineName = 'strongest' | 'default' | 'control';

export interface Baseline {
  readonly name: BaselineName;
  readonly title: string;
  /** What it means, in a sentence. */
  readonly meaning: string;
  readonly savingOf: (group: GroupSpending) => Saving | undefined;
}

const STRONGEST: Baseline = {
  name: 'strongest',
  title: 'strongest model',
  meaning: 'What the same tokens would have cost at the strongest model.',
  savingOf: ({ againstStrongest }) => againstStrongest,
};

export const BASELINES: readonly Baseline[] = [
  STRONGEST,
  {
    name: 'default',
    title: 'default model',
    meaning: 'What the same tokens would have cost at the default model.',
    savingOf: ({ againstDefault }) => againstDefault,
  },
  {
    name: 'control',
    title: 'control group',
    meaning:
      'What requests cost that chance left to the strongest model: other requests, measured and not computed.',
    savingOf: ({ againstControl }) => againstControl,
  },
];

/** The baseline of this name; the strongest model for any other. */
export function baselineNamed(name: string): Baseline {
  return BASELINES.find((baseline) => baseline.name === name) ?? STRONGEST;
}

export function baselineOf(name: string | null): BaselineName {
  return baselineNamed(name ?? '').name;
}
