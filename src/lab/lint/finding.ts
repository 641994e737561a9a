/** What `lint` looks for. */
export const LINT_CHECKS = {
  few_examples: 'A route has fewer than five examples and no rule.',
  rule_only: 'A route has no examples: only its rules find it.',
  unreachable: 'A rule can never decide: one of a route that comes first holds whenever it does.',
  overlap: 'Held-out examples of a route go to another one.',
  conflict: 'Two routes have nearly the same example.',
  mislabelled: 'An example clearly looks like one of another route.',
  description: 'The description clearly looks like an example of another route.',
  near_miss: 'A `not` text is nearly the same as an example of its own route.',
  duplicate: 'A route has nearly the same example twice.',
} as const;

export type LintCheck = keyof typeof LINT_CHECKS;

/** A note is worth knowing; a warning is likely to route requests wrongly. */
export type LintLevel = 'warning' | 'note';

/** One thing that is doubtful in a registry: plain JSON. */
export interface LintFinding {
  readonly check: LintCheck;
  readonly level: LintLevel;
  /** `file:line` of what to look at first. */
  readonly place: string;
  readonly route: string;
  /** The other route that is concerned; `null` for none. */
  readonly other: string | null;
  /** What was found, as a sentence that quotes it. */
  readonly message: string;
  /** What to do about it. */
  readonly suggestion: string;
  /** How bad it is beside others of the same check; larger is worse. */
  readonly weight: number;
}
