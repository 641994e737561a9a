export interface RouteProbability {
  readonly route: string;
  /** Calibrated, in [0, 1]. */
  readonly probability: number;
}

/** What the examples say about a text. */
export interface RouteScores {
  /** All routes, most probable first; their probabilities sum to 1 and take for granted that one of the routes is right. All 0 for a prompt that only refuses. */
  readonly routes: readonly RouteProbability[];
  /** How strange the text is to all of them, in [0, 1]: above .5 it does not belong to any. Not a probability of a class. */
  readonly outOfScope: number;
  /** The routes that a prompt of several requests names, when they are more than one. */
  readonly intents?: readonly string[];
}
