import { groupBy } from '../group-by.js';
import { mean } from './mean.js';

/** Share of the decisions that are right, in [0, 1]; 0 for none. */
export function accuracy(correct: readonly boolean[]): number {
  return correct.length === 0 ? 0 : correct.filter(Boolean).length / correct.length;
}

/** One decision beside what it should have been. */
export interface Labelling {
  readonly truth: string;
  readonly predicted: string;
}

/** Recall of each class that occurs, by name: the share of its rows that were given its label. */
export function recallByClass(rows: readonly Labelling[]): Map<string, number> {
  const byTruth = groupBy(rows, ({ truth }) => truth);
  const names = [...byTruth.keys()].sort();
  return new Map(names.map((name) => [name, accuracy((byTruth.get(name) ?? []).map(isRight))]));
}

/** The mean recall of the classes that occur, each counting the same, in [0, 1]. */
export function macroRecall(rows: readonly Labelling[]): number {
  const recalls = [...recallByClass(rows).values()];
  return recalls.length === 0 ? 0 : mean(recalls);
}

/** The mean over the classes of the mean recall over their sources, so that a large source does not speak for its class. */
export function recallOverSources(rows: readonly (Labelling & { readonly source: string })[]): number {
  const classes = [...groupBy(rows, ({ truth }) => truth).values()];
  return mean(
    classes.map((group) => {
      const sources = [...groupBy(group, ({ source }) => source).values()];
      return mean(sources.map((ofSource) => accuracy(ofSource.map(isRight))));
    }),
  );
}

/** Whether the label is the right one. */
export function isRight({ truth, predicted }: Labelling): boolean {
  return truth === predicted;
}
