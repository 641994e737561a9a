import type { LabelName } from './metric-labels.js';

export const METRIC_GROUPS = {
  decisions: 'Decisions',
  encoder: 'Encoder',
  answers: 'Answers, tokens and money',
  cascades: 'Cascades and the gate',
  trials: 'Trials and opinions',
  llm: 'LLM-as-router',
  registry: 'Registry and bundles',
  queues: 'Queues and losses',
  process: 'Process',
} as const;

export type MetricGroup = keyof typeof METRIC_GROUPS;

export type MetricType = 'counter' | 'gauge' | 'histogram';

/** `ratio`: in [0, 1]; `usd`: US dollars; empty for mere counts and for what is 0 or 1. */
export type MetricUnit = '' | 'seconds' | 'bytes' | 'tokens' | 'usd' | 'ratio';

/** One metric, as data: metrics, reference and dashboards are made of these. */
export interface MetricSpec<T extends MetricType = MetricType, L extends LabelName = LabelName> {
  readonly name: string;
  readonly type: T;
  readonly unit: MetricUnit;
  readonly group: MetricGroup;
  readonly labels: readonly L[];
  /** One line, which Prometheus shows. */
  readonly help: string;
  /** How it is computed, for the reference. */
  readonly how: string;
  /** Upper bounds, ascending, without +Inf; a histogram's only. */
  readonly buckets?: readonly number[] | undefined;
  /** Whether its values name the trace that they come from, where that was sampled. */
  readonly hasExemplars?: boolean | undefined;
}

/** A spec without what its place in the table says. */
export type MetricRow<T extends MetricType, L extends LabelName> = Omit<MetricSpec<T, L>, 'group'>;

type Rest = Pick<MetricSpec, 'unit' | 'help' | 'how' | 'hasExemplars'>;

export function counter<const L extends LabelName>(
  name: string,
  labels: readonly L[],
  rest: Omit<Rest, 'unit'> & Partial<Pick<Rest, 'unit'>>,
): MetricRow<'counter', L> {
  return { unit: '', ...rest, name, labels, type: 'counter' };
}

export function gauge<const L extends LabelName>(
  name: string,
  labels: readonly L[],
  rest: Omit<Rest, 'unit' | 'hasExemplars'> & Partial<Pick<Rest, 'unit'>>,
): MetricRow<'gauge', L> {
  return { unit: '', ...rest, name, labels, type: 'gauge' };
}

export function histogram<const L extends LabelName>(
  name: string,
  labels: readonly L[],
  buckets: readonly number[],
  rest: Rest,
): MetricRow<'histogram', L> {
  return { ...rest, name, labels, buckets, type: 'histogram' };
}

/** The rows of one group. */
export function within<const R extends Readonly<Record<string, MetricRow<MetricType, LabelName>>>>(
  group: MetricGroup,
  rows: R,
): { readonly [key in keyof R]: R[key] & { readonly group: MetricGroup } } {
  const entries = Object.entries(rows).map(([key, row]) => [key, { ...row, group }]);
  return Object.fromEntries(entries) as {
    readonly [key in keyof R]: R[key] & { readonly group: MetricGroup };
  };
}
