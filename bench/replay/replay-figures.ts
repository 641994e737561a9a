/** How fast recorded traffic is routed again. */
export interface ReplayFigures {
  readonly sets: readonly ReplaySet[];
}

/** Requests that one layer decides, or all of them in turn. */
export interface ReplaySet {
  readonly name: ReplaySetName;
  readonly requests: number;
  /** Median over the rounds, rows made into requests included. */
  readonly perSecond: number;
  /** CPU time of the process a request, in microseconds; likewise a median. */
  readonly cpuUs: number;
  /** Share of the requests that each layer decided, in [0, 1]. */
  readonly layers: Readonly<Record<string, number>>;
}

export const REPLAY_SETS = ['rules', 'cache', 'fast head', 'mixed'] as const;

export type ReplaySetName = (typeof REPLAY_SETS)[number];
