import type { Registry } from '../../config/registry.js';
import type { AnswerComparison } from '../../record/comparison.js';
import type { Feedback } from '../../record/feedback.js';
import type { StoredRecord } from '../../record/stored-record.js';
import type { RecordFilter, RecordStore } from '../../store/record-store.js';
import { byDecision } from '../by-decision.js';
import { mean } from '../metrics/mean.js';
import { isRefused, type ReplayReport } from '../replay/replay-report.js';
import { recordSource } from '../replay/replay-source.js';
import { type ReplayOptions, runReplay } from '../replay/run-replay.js';
import { estimate, type OffPolicy } from './estimate.js';
import type { LoggedChoice, RewardContext } from './logged-choice.js';
import { rewardOf, type RewardName } from './reward.js';
import { createSupport, loggedAction, type Support } from './support.js';
import { targetOf } from './target-policy.js';

export interface WhatIfOptions extends ReplayOptions {
  readonly rewards: readonly RewardName[];
  readonly clip?: number | undefined;
  /** Whether the registry is judged with its own control group and exploration; default: its router alone. */
  readonly withTrials: boolean;
  readonly filter: RecordFilter;
}

/** What a registry would have earned with recorded traffic. */
export interface WhatIf {
  readonly registry: string;
  /** Records without text or that the registry refuses: nothing is said of them. */
  readonly leftOut: number;
  readonly replay: ReplayReport;
  readonly rewards: readonly RewardEstimate[];
}

export interface RewardEstimate {
  readonly reward: RewardName;
  /** Requests whose reward is not known. */
  readonly unknown: number;
  readonly actions: readonly ActionFacts[];
  readonly estimate: OffPolicy;
}

/** What the log says of one action. */
export interface ActionFacts {
  readonly action: string;
  /** Requests for which it was done, and those that the policy would do it for, by probability. */
  readonly logged: number;
  readonly wanted: number;
  /** Of the logged ones, those whose reward is known, and its mean; `null` for none. */
  readonly known: number;
  readonly mean: number | null;
}

/** A recorded request and what the registry would do with it. */
interface Routed {
  readonly record: StoredRecord;
  readonly target: ReadonlyMap<string, number>;
}

/** Routes the records by the registry and judges it by what the log earned where both did the same. */
export async function whatIf(
  store: RecordStore,
  registry: Registry,
  options: WhatIfOptions,
): Promise<WhatIf> {
  const { filter, withTrials, rewards, clip } = options;
  const { controlGroup, exploration } = registry.policy;
  const trial = withTrials ? { controlGroup, exploration } : undefined;
  // The registry's own router alone decides; what a trial adds is computed, not drawn.
  const untried = {
    ...registry,
    experiment: undefined,
    policy: { ...registry.policy, controlGroup: undefined, exploration: undefined },
  };
  const support = createSupport();
  const routed: Routed[] = [];
  const source = await recordSource(store, filter, false);
  const run = await runReplay(source, untried, options, ({ request, result, signals }, snapshot) => {
    if (request.logged === undefined) return;
    support.see(request.logged);
    if (isRefused(result)) return;
    routed.push({
      record: withoutText(request.logged),
      target: targetOf(result, trial, { request, signals, snapshot }),
    });
  });
  const evidence = await readEvidence(store, filter, rewards);
  const estimates: RewardEstimate[] = [];
  for (const reward of rewards) {
    estimates.push(await estimateReward(reward, { routed, support, evidence, clip }));
  }
  const leftOut = source.total - routed.length;
  return { registry: registry.version, leftOut, replay: run.report, rewards: estimates };
}

function withoutText(record: StoredRecord): StoredRecord {
  return { ...record, prompt: { ...record.prompt, messages: null } };
}

interface Opinions {
  readonly feedback: ReadonlyMap<string, readonly Feedback[]>;
  readonly comparisons: ReadonlyMap<string, readonly AnswerComparison[]>;
}

/** Rewards that ask for opinions and comparisons. */
const BY_OPINION: readonly RewardName[] = ['feedback', 'gate', 'quality'];

async function readEvidence(
  store: RecordStore,
  filter: RecordFilter,
  rewards: readonly RewardName[],
): Promise<Opinions> {
  const isAsked = rewards.some((reward) => BY_OPINION.includes(reward));
  if (!isAsked) return { feedback: new Map(), comparisons: new Map() };
  return {
    feedback: await byDecision(store.feedback(filter)),
    comparisons: await byDecision(store.comparisons(filter)),
  };
}

interface Material {
  readonly routed: readonly Routed[];
  readonly support: Support;
  readonly evidence: Opinions;
  readonly clip: number | undefined;
}

async function estimateReward(
  reward: RewardName,
  { routed, support, evidence, clip }: Material,
): Promise<RewardEstimate> {
  const earned = routed.map(({ record }) =>
    rewardOf(reward, {
      record,
      feedback: evidence.feedback.get(record.id) ?? [],
      comparisons: evidence.comparisons.get(record.id) ?? [],
    }),
  );
  const choices = routed.flatMap(({ record, target }, at): LoggedChoice[] => {
    const value = earned[at] ?? null;
    if (value === null) return [];
    const covered = [...target].filter(([action]) => support.covers(record, action));
    return [
      {
        cluster: record.conversation ?? record.id,
        action: loggedAction(record),
        propensity: record.propensity,
        reward: value,
        target,
        covered: covered.reduce((sum, [, chance]) => sum + chance, 0),
        context: contextOf(record),
      },
    ];
  });
  return {
    reward,
    unknown: routed.length - choices.length,
    actions: actionFacts(routed, earned),
    estimate: await estimate(choices, { clip }),
  };
}

function actionFacts(routed: readonly Routed[], earned: readonly (number | null)[]): ActionFacts[] {
  const wanted = new Map<string, number>();
  const rewards = new Map<string, (number | null)[]>();
  routed.forEach(({ record, target }, at) => {
    for (const [action, chance] of target) wanted.set(action, (wanted.get(action) ?? 0) + chance);
    const action = loggedAction(record);
    const own = rewards.get(action) ?? [];
    own.push(earned[at] ?? null);
    rewards.set(action, own);
  });
  return [...new Set([...rewards.keys(), ...wanted.keys()])].sort().map((action) => {
    const own = rewards.get(action) ?? [];
    const known = own.filter((value) => value !== null);
    return {
      action,
      logged: own.length,
      wanted: wanted.get(action) ?? 0,
      known: known.length,
      mean: known.length === 0 ? null : mean(known),
    };
  });
}

/** What was known of a request before it was answered. */
function contextOf({ prompt, stream, margin, route, candidates }: StoredRecord): RewardContext {
  return {
    group: route ?? candidates[0]?.route ?? 'none',
    features: [
      prompt.tokens,
      Math.log1p(prompt.tokens),
      prompt.turns,
      prompt.tools > 0 ? 1 : 0,
      prompt.images > 0 ? 1 : 0,
      prompt.format === 'text' ? 0 : 1,
      stream ? 1 : 0,
      margin ?? 0,
    ],
  };
}
