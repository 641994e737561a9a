import type { AnswerComparison } from '../../record/comparison.js';
import type { Feedback } from '../../record/feedback.js';
import type { StoredRecord } from '../../record/stored-record.js';

/** All that is known of how a request went. */
export interface Evidence {
  readonly record: StoredRecord;
  readonly feedback: readonly Feedback[];
  readonly comparisons: readonly AnswerComparison[];
}

interface RewardEntry {
  /** What it is, exactly. */
  readonly definition: string;
  readonly better: 'lower' | 'higher';
  readonly unit: string;
  /** `null` where it is not known; such requests are left out. */
  readonly of: (evidence: Evidence) => number | null;
}

/** What can be earned by a request. */
export const REWARDS = {
  cost: {
    definition:
      'US dollars paid for a request, rejected answers included; known where the tokens were counted',
    better: 'lower',
    unit: 'USD',
    of: ({ record }) => record.costUsd,
  },
  success: {
    definition:
      '1 where a model answered with a status below 400, else 0; known where Envoy reported the end',
    better: 'higher',
    unit: 'share',
    of: ({ record }) => successOf(record),
  },
  feedback: {
    definition:
      'mean score of what users, their next step and labellers said of a request; known where they did',
    better: 'higher',
    unit: 'score',
    of: ({ feedback }) => meanOf(feedback.map(({ score }) => score)),
  },
  gate: {
    definition:
      "the gate's probability that the answer delivered is good, in a cascade or an offline comparison; known where judged",
    better: 'higher',
    unit: 'probability',
    of: gateOf,
  },
  quality: {
    definition:
      'the first known of: 0 for a failed request; the feedback; 1, 0.5, 0 for an answer preferred to, level with or behind a reference; the gate',
    better: 'higher',
    unit: 'score',
    of: qualityOf,
  },
} as const satisfies Readonly<Record<string, RewardEntry>>;

export type RewardName = keyof typeof REWARDS;

export function isReward(name: string): name is RewardName {
  return Object.hasOwn(REWARDS, name);
}

/** The reward of a request; `null` where it is not known. */
export function rewardOf(name: RewardName, evidence: Evidence): number | null {
  return REWARDS[name].of(evidence);
}

function successOf({ outcome }: StoredRecord): number | null {
  if (outcome === null) return null;
  return outcome.model !== null && outcome.status > 0 && outcome.status < 400 ? 1 : 0;
}

function gateOf({ record, comparisons }: Evidence): number | null {
  const delivered = record.attempts.at(-1);
  const own = delivered?.escalated === false ? delivered.score : null;
  return own ?? meanOf(comparisons.map(({ score }) => score));
}

const PREFERRED = { model: 1, tie: 0.5, reference: 0 } as const;

function qualityOf(evidence: Evidence): number | null {
  if (successOf(evidence.record) === 0) return 0;
  const said = meanOf(evidence.feedback.map(({ score }) => score));
  const preferred = meanOf(
    evidence.comparisons.map(({ preferred: side }) => (side === null ? null : PREFERRED[side])),
  );
  return said ?? preferred ?? gateOf(evidence);
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
