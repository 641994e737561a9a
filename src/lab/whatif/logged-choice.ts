/** One request of a log, as an estimate needs it. */
export interface LoggedChoice {
  /** Requests of one cluster are drawn together: a whole conversation is in one arm. */
  readonly cluster: string;
  /** What was done; see `actionOf`. */
  readonly action: string;
  /** Probability, in (0, 1], with which it was to be done. */
  readonly propensity: number;
  readonly reward: number;
  /** Probability of each action under the policy that is judged; they sum to 1. */
  readonly target: ReadonlyMap<string, number>;
  /** Share of {@link target}, in [0, 1], on actions that the log could have taken here. */
  readonly covered: number;
  readonly context: RewardContext;
}

/** What the reward model may know of a request: nothing of what came of it. */
export interface RewardContext {
  readonly group: string;
  /** The same number of them for every request. */
  readonly features: readonly number[];
}
